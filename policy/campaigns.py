"""The parameters of a link that tell which campaign it belongs to."""

from typing import Final

TAGS: Final = {
    **{f"{prefix}_{tag}": tag for prefix in ("utm", "mtm", "pk") for tag in ("source", "medium", "campaign")},
    **dict.fromkeys(("utm_term", "mtm_kwd", "mtm_keyword", "pk_kwd", "pk_keyword"), "term"),
}
"""What each parameter says: `term` holds the words that were paid for. Those of Matomo's are in old newsletters."""

CLICK_IDS: Final = {
    "gclid": "Google Ads",
    "wbraid": "Google Ads",  # from apps to the web, on iPhones that may not be followed
    "gbraid": "Google Ads",  # between apps there
    "gad_source": "Google Ads",  # stands beside the others, and stays where a browser takes them away
    "dclid": "Google Marketing Platform",
    "msclkid": "Microsoft Ads",
    "yclid": "Yandex Direct",
    "ttclid": "TikTok Ads",
    "twclid": "X Ads",
    "li_fat_id": "LinkedIn Ads",
    "ScCid": "Snapchat Ads",
    "rdt_cid": "Reddit Ads",
}
"""Who was paid, by parameter. Left out is what stands on links that nobody paid for: `fbclid` on all of Facebook's,
`epik` on Pinterest's, `srsltid` on free listings in Google's shops, `ysclid` on Yandex's results, `igsh` on what
Instagram's users share; and `mc_eid`, which names the reader of a newsletter."""
