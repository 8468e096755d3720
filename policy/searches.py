"""The fixed sentences on what visitors search for, and on the figures of search engines."""

from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    # What visitors search for
    "site_search": {
        "sv": "Som sökord räknas också det som du söker efter här på webbplatsen.",
        "en": "What you search for on the website itself counts as a search term too.",
    },
    "search_outcomes": {
        "sv": "När du söker här på webbplatsen talar skriptet också om vilken sida du sökte från, och om sökningen "
        "inte gav något. Sidan anges så som den själv räknas.",
        "en": "When you search the website, the script also tells which page you searched from, and whether the "
        "search found nothing. The page is told as it is counted itself.",
    },
    "tells_pages": {"sv": "Vilka sidor du läser", "en": "Which pages you read"},
    "tells_searches": {
        "sv": "Vad du läser och söker efter här, och vad du sökte efter för att komma hit,",
        "en": "What you read and search for here, and what you searched for to come here,",
    },
    "tells_terms": {
        "sv": "Vad du läser här, och vad du sökte efter för att komma hit,",
        "en": "What you read here, and what you searched for to come here,",
    },
    # What is counted together with the words of a search
    "search_term+search_engine": {
        "sv": "Sökord räknar vi också tillsammans med sökmotorn som de användes i.",
        "en": "Search terms we also count together with the search engine that they were used in.",
    },
    "site_search+search_page": {
        "sv": "Det du söker efter här räknar vi också tillsammans med sidan du sökte från.",
        "en": "What you search for here we also count together with the page that you searched from.",
    },
    "site_search+search_result": {
        "sv": "Det du söker efter här räknar vi också tillsammans med om sökningen gav något.",
        "en": "What you search for here we also count together with whether the search found anything.",
    },
    "typed_alike": {
        "sv": "Det sker på samma sätt och med samma gräns.",
        "en": "This is done in the same way and with the same limit.",
    },
    "outcomes_alone": {
        "sv": "Vilka sidor besökare sökte från, och hur många sökningar som inte gav något, räknar vi också utan "
        "sökorden: per dag, och från den första.",
        "en": "Which pages visitors searched from, and how many searches found nothing, we also count without the "
        "terms: by day, and from the first.",
    },
    # The figures of search engines
    "threshold_own": {
        "sv": "Gränsen gäller det som vi själva räknar.",
        "en": "The limit is for what we count ourselves.",
    },
    "providers": {
        "sv": "Vi får också siffror om hur webbplatsen hittas, från sökmotorer som räknar själva:",
        "en": "We also receive figures on how the website is found, from search engines that do their own counting:",
    },
    "providers_figures": {
        "sv": "Siffrorna är klick, visningar och placering per sökord{pages}, och per dag, vecka eller månad. De "
        "gäller alla som sökte hos sökmotorn, oavsett vad de svarade här. Sökorden står i klartext även om få har "
        "sökt på dem, så som sökmotorn själv lämnar dem. Siffrorna sparas i {months}. Statistiken lämnar inget om "
        "ditt besök till sökmotorerna.",
        "en": "The figures are clicks, impressions and position by search term{pages}, and by day, week or month. "
        "They are of everyone who searched there, whatever they answered here. The terms stand in plain text even "
        "where few have searched for them, as the search engine itself gives them. The figures are kept for {months}. "
        "The statistics pass nothing about your visit to the search engines.",
    },
    "providers_pages": {
        "sv": ", per sida och för båda tillsammans",
        "en": ", by page and for both together",
    },
    "providers_ground": {
        "sv": "I den mån ett sökord är en personuppgift är grunden vårt berättigade intresse av att se hur webbplatsen "
        "hittas (artikel 6.1 f). Du har rätt att invända (artikel 21).",
        "en": "As far as a search term is personal data, the basis is our legitimate interest in seeing how the "
        "website is found (Article 6(1)(f)). You have the right to object (Article 21).",
    },
    "no_interest": {
        "sv": "Vi stöder oss inte på berättigat intresse för statistiken.",
        "en": "We do not rely on legitimate interest for the statistics.",
    },
    "no_interest_providers": {
        "sv": "Vi stöder oss inte på berättigat intresse för statistiken, utom för de siffror som sökmotorer lämnar.",
        "en": "We do not rely on legitimate interest for the statistics, except for the figures that search engines "
        "give.",
    },
}
