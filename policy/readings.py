"""The fixed sentences on what optional statistics read in the visitor's browser, and what becomes of it."""

from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "readings": {
        "sv": "Efter ett ja till statistik, men inte förr, läser skriptet också det här i din webbläsare. Det slutar "
        "när du tar tillbaka ditt ja.",
        "en": "After a yes to statistics, and not before, the script also reads this in your browser. It stops when "
        "you withdraw your yes.",
    },
    # By statistic
    "reads_campaigns": {
        "sv": "Det i adressen som säger vilken kampanjlänk du kom från. Webbläsaren minns det så länge besöket varar "
        "och skickar det med varje sidvisning.",
        "en": "What the address says of the campaign link that you came from. Your browser remembers it for as long as "
        "the visit lasts and sends it with each page view.",
    },
    "reads_flow": {
        "sv": "Vilken av webbplatsens sidor du var på närmast före. Den anges så som den själv räknas.",
        "en": "Which of the website's pages you were on just before. It is told as it is counted itself.",
    },
    "reads_missing_pages": {
        "sv": "Om servern eller sidan säger att adressen inte leder någonstans.",
        "en": "Whether the server or the page says that the address leads nowhere.",
    },
    "reads_screens": {
        "sv": "Skärmens bredd. Det som skickas och räknas är bara om den är under 600, 1 024 eller 1 600 bildpunkter, "
        "eller bredare.",
        "en": "The screen's width. What is sent and counted is only whether it is below 600, 1,024 or 1,600 pixels, or "
        "wider.",
    },
    "reads_languages": {
        "sv": "Det språk som webbläsaren i första hand är inställd på, utan land eller dialekt. Ovanliga språk räknas "
        "ihop. Språk räknas inte tillsammans med något annat.",
        "en": "The language that your browser is set to first, without country or dialect. Rare languages are counted "
        "as one. Languages are not counted together with anything else.",
    },
    "reads_countries": {
        "sv": "Webbläsarens tidszon, till exempel Europe/Stockholm. Den skickas med sidvisningen, görs om till ett "
        "land och sparas inte. IP-adressen används inte till det. Länder räknas inte tillsammans med något annat.",
        "en": "Your browser's time zone, such as Europe/Stockholm. It is sent with the page view, turned into a "
        "country and not stored. The IP address is not used for this. Countries are not counted together with anything "
        "else.",
    },
    "reads_outbound_links": {
        "sv": "Vart en länk till en annan webbplats leder, när du klickar på den: webbplatsens namn och sidan, utan "
        "det som står efter frågetecken eller #.",
        "en": "Where a link to another website leads, when you click it: the website's name and the page, without what "
        "follows a question mark or #.",
    },
    "reads_downloads": {
        "sv": "Vilken fil en länk leder till, när du klickar på den för att ladda ned: adressen utan det som står "
        "efter frågetecken eller #.",
        "en": "Which file a link leads to, when you click it to download: the address without what follows a question "
        "mark or #.",
    },
    "reads_contact_clicks": {
        "sv": "Att du klickar på ett telefonnummer, en mejladress eller en länk till bokning, men inte vilket nummer, "
        "vilken adress eller vilken länk.",
        "en": "That you click a telephone number, a mail address or a link to book, but not which number, which "
        "address or which link.",
    },
    "reads_events": {
        "sv": "Att något av det här händer när du använder en sida: {events}. Vad du skriver i formulär läses inte.",
        "en": "That one of these happens as you use a page: {events}. What you write in forms is not read.",
    },
    "reads_engaged_time": {
        "sv": "Hur många sekunder du använder en sida. Talet skickas när du lämnar den, görs om till en av sex "
        "klasser, till exempel 30–59 sekunder, och sparas inte.",
        "en": "For how many seconds you use a page. The number is sent when you leave it, turned into one of six "
        "classes, such as 30–59 seconds, and not stored.",
    },
    "reads_scroll_depth": {
        "sv": "Hur stor del av en sida du har haft framme. Talet skickas när du lämnar den, görs om till en av fem "
        "klasser och sparas inte.",
        "en": "How much of a page you have had in view. The number is sent when you leave it, turned into one of five "
        "classes, and not stored.",
    },
    "reads_web_vitals": {
        "sv": "Webbläsarens egna mått på sidan: hur länge det dröjde tills dess största del syntes (LCP), hur mycket "
        "innehållet hoppade (CLS) och hur snabbt den svarade när du klickade eller skrev (INP), men inte vad. Talen "
        "skickas när du lämnar sidan, görs om till klasser och sparas inte.",
        "en": "Your browser's own measures of the page: how long it took until its largest part showed (LCP), how much "
        "the content moved (CLS) and how fast it responded when you clicked or typed (INP), but not what. The numbers "
        "are sent when you leave the page, turned into classes, and not stored.",
    },
    # What holds of several
    "orders": {
        "sv": "En beställning räknas när du kommer till sidan som visas efter den ({paths}); vad du har beställt läses "
        "inte.",
        "en": "An order is counted when you come to the page that is shown after it ({paths}); what you ordered is not "
        "read.",
    },
    "acts": {
        "sv": "Klick och händelser skickas när de sker. Webbläsaren håller själv reda på vilka av dem som är de första "
        "på besöket.",
        "en": "Clicks and events are sent when they happen. Your browser itself keeps track of which of them are the "
        "first of the visit.",
    },
    "acts_apart": {
        "sv": "Det som skickas för sig, utan en sidvisning, har med sig sidans adress och varifrån besöket kom, om det "
        "räknas. Det ligger sedan i samma mellanlager lika länge, också det med ett eget slumptal.",
        "en": "What is sent by itself, without a page view, carries the page's address and where the visit came from, "
        "if these are counted. It then lies in the same buffer for as long, with a random number of its own.",
    },
}
