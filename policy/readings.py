"""The fixed sentences on what optional statistics read in the visitor's browser, and what becomes of it."""

from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "readings": {
        "sv": "Efter ett ja till statistik, men inte förr, läser skriptet också det här i din webbläsare. Det slutar "
        "när du tar tillbaka ditt ja. Bara på sidan om kakor kan en del av det läsas utan ett ja: när du själv trycker "
        "på Visa.",
        "en": "After a yes to statistics, and not before, the script also reads this in your browser. It stops when "
        "you withdraw your yes. Only on the page about cookies can some of it be read without a yes: when you "
        "yourself press Show.",
    },
    # By statistic
    "reads_campaigns": {
        "sv": "Vilken kampanjlänk du kom från, om adressen säger det. Webbläsaren sparar det till ditt nästa besök och "
        "skickar det med allt som skickas under besöket.",
        "en": "Which campaign link you came from, if the address says so. Your browser keeps it until your next visit "
        "and sends it with all that is sent during the visit.",
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
        "sv": "Det språk som webbläsaren i första hand är inställd på, utan land eller dialekt. Ett trettiotal "
        "språk som många talar räknas vart för sig, alla andra ihop. Också ett av dem kan ha räknats en enda gång. "
        "Språk räknas inte tillsammans med något annat, men den som läser statistiken ofta kan se vilka antal som ökar "
        "samtidigt.",
        "en": "The language that your browser is set to first, without country or dialect. Some thirty languages that "
        "many speak are counted each by itself, all others as one. One of those, too, may have been counted only once. "
        "Languages are not counted together with anything else, but whoever reads the statistics often can see which "
        "counts grow at the same time.",
    },
    "reads_countries": {
        "sv": "Webbläsarens tidszon, till exempel Europe/Stockholm. Den skickas med sidvisningen, görs om till ett "
        "land och sparas inte på servern. IP-adressen används inte till det. Ett land kan ha räknats en enda gång. "
        "Länder räknas inte tillsammans med något annat, men den som läser statistiken ofta kan se vilka antal som "
        "ökar samtidigt.",
        "en": "Your browser's time zone, such as Europe/Stockholm. It is sent with the page view, turned into a "
        "country and not stored on the server. The IP address is not used for this. A country may have been counted "
        "only once. Countries are not counted together with anything else, but whoever reads the statistics often can "
        "see which counts grow at the same time.",
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
        "vilken adress eller vilken länk. Är du ensam om det en dag kan den som tar emot samtalet, mejlet eller "
        "bokningen förstå att klicket var ditt.",
        "en": "That you click a telephone number, a mail address or a link to book, but not which number, which "
        "address or which link. If nobody else does so that day, whoever takes the call, mail or booking can tell that "
        "the click was yours.",
    },
    "reads_events": {
        "sv": "Att något av det här händer när du använder en sida: {events}. Vad du skriver i formulär läses inte.",
        "en": "That one of these happens as you use a page: {events}. What you write in forms is not read.",
    },
    "reads_engaged_time": {
        "sv": "Hur många sekunder en sida är framme i ett aktivt fönster, fram till första gången du lämnar den eller "
        "byter flik. Talet skickas då, görs om till en av sex klasser, till exempel 30–59 sekunder, och sparas inte på "
        "servern.",
        "en": "For how many seconds a page is in view in an active window, until you first leave it or change tabs. "
        "The number is sent then, turned into one of six classes, such as 30–59 seconds, and not stored on the "
        "server.",
    },
    "reads_scroll_depth": {
        "sv": "Hur stor del av en sida du har haft framme, fram till första gången du lämnar den eller byter flik. "
        "Talet skickas då, görs om till en av fem klasser och sparas inte på servern.",
        "en": "How much of a page you have had in view, until you first leave it or change tabs. The number is sent "
        "then, turned into one of five classes, and not stored on the server.",
    },
    "reads_web_vitals": {
        "sv": "Webbläsarens egna mått på sidan: hur länge det dröjde tills dess största del syntes (LCP), hur mycket "
        "innehållet hoppade (CLS) och hur snabbt den svarade när du klickade eller skrev (INP), men inte vad. Talen "
        "skickas första gången du lämnar sidan eller byter flik, görs om till klasser och sparas inte på servern.",
        "en": "Your browser's own measures of the page: how long it took until its largest part showed (LCP), how much "
        "the content moved (CLS) and how fast it responded when you clicked or typed (INP), but not what. The numbers "
        "are sent when you first leave the page or change tabs, turned into classes, and not stored on the server.",
    },
    # What lies in local storage
    "visit_holds": {
        "sv": "Här ligger {items}. Det används i 30 minuter efter den senaste sidvisningen och ligger kvar till nästa "
        "besök.",
        "en": "It holds {items}. This is used for 30 minutes after the latest page view and stays until the next "
        "visit.",
    },
    "visit_time": {"sv": "tiden för den senaste sidvisningen", "en": "the time of the latest page view"},
    "visit_origin": {"sv": "{items} som besöket kom ifrån", "en": "{items} that the visit came from"},
    "visit_referrer": {"sv": "adressen", "en": "the address"},
    "visit_campaign": {"sv": "kampanjen", "en": "the campaign"},
    "visit_marks": {
        "sv": "korta kontrollsummor av besökets {items}",
        "en": "short checksums of the visit's {items}",
    },
    "visit_page": {"sv": "sidor", "en": "pages"},
    "visit_search": {"sv": "sökningar", "en": "searches"},
    "visit_act": {"sv": "klick, händelser", "en": "clicks, events"},
    "visit_sent": {
        "sv": "Med allt som skickas under besöket följer {items}; resten stannar hos dig.",
        "en": "All that is sent during the visit comes with {items}; the rest stays with you.",
    },
    "visit_unsent": {"sv": "Det stannar hos dig.", "en": "It stays with you."},
    "queue_holds": {
        "sv": "Här ligger {items} som inte har kommit fram, högst 20 i allt, vart och ett med det som skickas med det "
        "och tiden på sekunden. De skickas inte längre efter 45 minuter och tas då bort när en sida öppnas.",
        "en": "It holds {items} that have not got through, at most 20 in all, each with what is sent with it and the "
        "time to the second. They are no longer sent after 45 minutes, and are then deleted when a page is opened.",
    },
    "queue_visit": {"sv": "sidvisningar", "en": "page views"},
    "queue_act": {"sv": "klick, händelser", "en": "clicks, events"},
    "queue_leave": {"sv": "mått på lästa sidor", "en": "measurements of pages that were read"},
    "dates_hold": {
        "sv": "Här ligger dagen, veckan och månaden för den senaste sidvisningen. De stannar hos dig; det som skickas "
        "är om en sidvisning är den första för dagen, veckan eller månaden.",
        "en": "It holds the day, week and month of the latest page view. They stay with you; what is sent is whether a "
        "page view is the first of the day, week or month.",
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
    "shared_month": {
        "sv": "Vem som gjorde det här kan någon annan veta, till exempel den som tar emot ett samtal. Därför räknar vi "
        "det uppdelat bara per kalendermånad, och det som det är delat på sparas i klartext först efter att minst "
        "{visits} besök samma månad har haft båda. Till dess räknas det under en kod som bara kan prövas med en "
        "nyckel, och nyckeln förstörs när månaden är slut:",
        "en": "Who did this, somebody else may know, such as whoever answers a call. So we count it divided only by "
        "calendar month, and what it is divided by is stored in plain text only after at least {visits} visits in "
        "the same month have had both. Until then it is counted under a code that can be tested only with a key, and "
        "the key is destroyed when the month is over:",
    },
    "shared_quarter": {
        "sv": "Vem som gjorde det här kan någon annan veta, till exempel den som tar emot ett samtal. Därför räknar vi "
        "det uppdelat bara per kvartal, och det som det är delat på sparas i klartext först efter att minst {visits} "
        "besök samma kvartal har haft båda. Till dess räknas det under en kod som bara kan prövas med en nyckel, och "
        "nyckeln förstörs när kvartalet är slut:",
        "en": "Who did this, somebody else may know, such as whoever answers a call. So we count it divided only by "
        "calendar quarter, and what it is divided by is stored in plain text only after at least {visits} visits in "
        "the same quarter have had both. Until then it is counted under a code that can be tested only with a key, and "
        "the key is destroyed when the quarter is over:",
    },
    "acts_apart": {
        "sv": "Det som skickas för sig, utan en sidvisning, har med sig sidans adress och varifrån besöket kom, om det "
        "räknas. Det ligger sedan i samma mellanlager lika länge, också det med ett eget slumptal.",
        "en": "What is sent by itself, without a page view, carries the page's address and where the visit came from, "
        "if these are counted. It then lies in the same buffer for as long, with a random number of its own.",
    },
}
