"""The fixed sentences of the sections that are generated from a policy, in each language."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from policy import companies, readings, searches, versions

Language = Literal["sv", "en"]

_SENTENCES: Final[dict[str, dict[str, str]]] = {
    # The page around the sections
    "title": {"sv": "Integritetspolicy", "en": "Privacy policy"},
    "edition": {"sv": "Version {version}, gäller från {day}.", "en": "Version {version}, in force from {day}."},
    "superseded": {
        "sv": "Det här är en äldre version, som gällde till {day}.",
        "en": "This is an earlier version, which was in force until {day}.",
    },
    "present": {"sv": "Läs den som gäller nu", "en": "Read the one in force now"},
    "other": {"sv": "In English", "en": "På svenska"},
    "contents": {"sv": "Innehåll", "en": "Contents"},
    # Who answers
    "controller": {"sv": "Personuppgiftsansvarig", "en": "Controller"},
    "name": {"sv": "Namn", "en": "Name"},
    "organisation_number": {"sv": "Organisationsnummer", "en": "Organisation number"},
    "address": {"sv": "Adress", "en": "Address"},
    "contact": {"sv": "Kontakt", "en": "Contact"},
    "telephone": {"sv": "Telefon", "en": "Telephone"},
    "email": {"sv": "E-post", "en": "E-mail"},
    "websites": {"sv": "Webbplatser", "en": "Websites"},
    # What is counted
    "statistics": {"sv": "Statistiken på webbplatsen", "en": "Statistics on this website"},
    "derived": {
        "sv": "Den här delen är skapad ur samma dokument som styr räkningen. Uppgifter som inte nämns här läses inte "
        "för statistiken, sparas inte och visas inte.",
        "en": "This part is generated from the same document that governs the counting. Data that are not named here "
        "are not read for the statistics, not stored and not shown.",
    },
    "counted": {"sv": "Vad vi räknar", "en": "What we count"},
    "counts": {"sv": "Om du säger ja räknar vi:", "en": "If you say yes, we count:"},
    "grain": {
        "sv": "Vi räknar per dag, och summorna även per timme.",
        "en": "We count by day, and the totals also by hour.",
    },
    "together": {
        "sv": "Per dag räknar vi också det här uppdelat:",
        "en": "By day we also count these divided:",
    },
    "divided": {"sv": "{one} – delat på {others}", "en": "{one} – divided by {others}"},
    "small": {
        "sv": "Ett sådant antal kan vara så lågt som 1.",
        "en": "Such a count can be as low as 1.",
    },
    "visit": {
        "sv": "Sidvisningar i samma webbläsare med mindre än 30 minuter emellan hör till samma besök. Din webbläsare "
        "håller själv reda på det och talar om för oss när en sidvisning är den första på ett besök. Vi har inget id "
        "för dig eller din enhet.",
        "en": "Page views in the same browser with less than 30 minutes between them belong to the same visit. Your "
        "browser itself keeps track of this and tells us when a page view is the first of a visit. We have no "
        "identifier for you or your device.",
    },
    "families": {
        "sv": "Ur den text som webbläsaren presenterar sig med läser vi också webbläsare, operativsystem och typ av "
        "enhet, utan versioner, om de står i listan ovan.",
        "en": "From the text by which the browser introduces itself we also read browser, operating system and kind of "
        "device, without versions, if the list above names them.",
    },
    "scrubbing": {
        "sv": "Innan en adress eller ett sökord sparas tas det bort som går att känna igen som personuppgifter: "
        "e-postadresser, personnummer, telefonnummer, kortnummer, IBAN, IP-adresser och långa koder. Namn och "
        "gatuadresser i fri text känns inte igen.",
        "en": "Before an address or a search term is stored, what can be recognised as personal data is removed: "
        "e-mail addresses, personal identity numbers, telephone numbers, card numbers, IBANs, IP addresses and long "
        "codes. Names and street addresses in free text are not recognised.",
    },
    "passing": {
        "sv": "Innan en sidvisning räknas ligger den i ett mellanlager på servern, utan IP-adress, user agent och "
        "exakt klockslag: normalt i några sekunder, vid ett avbrott så länge som det varar. Ett slumptal för varje "
        "sidvisning sparas i ungefär en timme, för att samma sidvisning inte ska räknas två gånger.",
        "en": "Before a page view is counted, it lies in a buffer on the server, without the IP address, the user "
        "agent or the exact time: normally for some seconds, in an outage for as long as it lasts. A random number for "
        "each page view is kept for about an hour, so that the same page view is not counted twice.",
    },
    "upkeep": {"sv": "Vad tjänsten räknar för egen del", "en": "What the service counts for itself"},
    "upkeep_ground": {
        "sv": "Grunden för att IP-adressen och det som webbläsaren säger om sig själv finns i minnet, och för det som "
        "här räknas utan samtycke, är vårt berättigade intresse av att tjänsten fungerar och inte överbelastas "
        "(artikel 6.1 f). Svaren räknas också för att vi ska kunna visa att samtycke har lämnats (artikel 7.1). Du har "
        "rätt att invända (artikel 21). Det som här räknas först efter ett ja vilar på ditt samtycke.",
        "en": "The basis for having the IP address and what the browser says of itself in memory, and for what is "
        "counted here without consent, is our legitimate interest in the service working and not being overloaded "
        "(Article 6(1)(f)). The answers are also counted so that we can show that consent was given (Article 7(1)). "
        "You have the right to object (Article 21). What is counted here only after a yes rests on your consent.",
    },
    # On what ground
    "ground": {"sv": "Ändamål och rättslig grund", "en": "Purpose and legal basis"},
    "purpose": {"sv": "Vi räknar {purpose}.", "en": "We count {purpose}."},
    "consent": {
        "sv": "Grunden är ditt samtycke (artikel 6.1 a i dataskyddsförordningen, GDPR, och 9 kap. 28 § lagen om "
        "elektronisk kommunikation).",
        "en": "The basis is your consent (Article 6(1)(a) of the General Data Protection Regulation, GDPR, and chapter "
        "9, section 28 of the Swedish Electronic Communications Act).",
    },
    "explicit": {
        "sv": "{what} kan säga något om din hälsa. Därför ber vi om ditt uttryckliga samtycke (artikel 9.2 a).",
        "en": "{what} can say something about your health. That is why we ask for your explicit consent "
        "(Article 9(2)(a)).",
    },
    "refusal": {
        "sv": "Det är frivilligt att svara, och webbplatsen fungerar likadant efter ett nej. Innan du har svarat "
        "räknas ingen sida som du läser. Efter ett nej räknas bara svaret.",
        "en": "Answering is voluntary, and the website works the same after a no. Before you have answered, no page "
        "that you read is counted. After a no, only the answer is counted.",
    },
    "signal": {
        "sv": "Säger din webbläsare själv nej (Global Privacy Control eller Do Not Track) frågar vi inte, och räknar "
        "bara om du ändå säger ja under Kakor.",
        "en": "If your browser itself says no (Global Privacy Control or Do Not Track), we do not ask, and count only "
        "if you nevertheless say yes under Kakor (cookies).",
    },
    # The threshold, and pages counted with less detail
    "threshold": {"sv": "Ovanliga sökord", "en": "Rare search terms"},
    "threshold_month": {
        "sv": "Sökord räknas inte per dag utan per kalendermånad. Bland antalen sparas ett sökord i klartext först "
        "efter att minst {visits} besök samma månad har haft det, från och med nästa sidvisning med samma sökord. Till "
        "dess räknas det under en kod som bara kan prövas med en nyckel, och nyckeln förstörs när månaden är slut.",
        "en": "Search terms are counted not by day but by calendar month. Among the counts, a search term is "
        "stored in plain text only after at least {visits} visits in the same month have had it, from the next page "
        "view with the same term. Until then it is counted under a code that can be tested only with a key, and the "
        "key is destroyed when the month is over.",
    },
    "threshold_quarter": {
        "sv": "Sökord räknas inte per dag utan per kvartal. Bland antalen sparas ett sökord i klartext först efter att "
        "minst {visits} besök samma kvartal har haft det, från och med nästa sidvisning med samma sökord. Till dess "
        "räknas det under en kod som bara kan prövas med en nyckel, och nyckeln förstörs när kvartalet är slut.",
        "en": "Search terms are counted not by day but by calendar quarter. Among the counts, a search term is "
        "stored in plain text only after at least {visits} visits in the same quarter have had it, from the next page "
        "view with the same term. Until then it is counted under a code that can be tested only with a key, and the "
        "key is destroyed when the quarter is over.",
    },
    "threshold_buffer": {
        "sv": "Innan en sidvisning har räknats ligger dock även dess sökord i klartext i mellanlagret på servern: "
        "normalt i några sekunder, vid ett avbrott så länge som det varar.",
        "en": "Before a page view has been counted, however, its search terms lie in plain text in the buffer on the "
        "server: normally for some seconds, in an outage for as long as it lasts.",
    },
    "threshold_limits": {
        "sv": "Gränsen räknar besök, inte personer: den som söker på samma sak vid {visits} besök kan ensam nå den. "
        "Den som ser statistiken varje dag kan se att antalet för ett sökord har vuxit med ett.",
        "en": "The limit counts visits, not persons: someone who searches for the same thing in {visits} visits can "
        "reach it alone. Whoever looks at the statistics every day may see that the count of a search term has grown "
        "by one.",
    },
    "sensitive": {"sv": "Känsliga sidor", "en": "Sensitive pages"},
    "sensitive_lead": {
        "sv": "Sidor vars adress börjar så här är känsliga. Så räknas de:",
        "en": "Pages whose address begins like this are sensitive. They are counted so:",
    },
    "count_page": {"sv": "sida för sida", "en": "page by page"},
    "count_section": {
        "sv": "bara som avsnitt: att någon har läst här, inte vilken sida",
        "en": "only as a section: that someone has read here, not which page",
    },
    "count_nothing": {"sv": "inte alls", "en": "not at all"},
    "sensitive_acts": {
        "sv": "Av klick på en sida som räknas som avsnitt räknas bara att någon i avsnittet har klickat: av länkar "
        "till andra webbplatser webbplatsens namn, och av nedladdningar ingenting.",
        "en": "Of clicks on a page that is counted as a section, only that someone in the section has clicked is "
        "counted: of links to other websites the website's name, and of downloads nothing.",
    },
    # How long, and who sees it
    "retention": {"sv": "Hur länge antalen sparas", "en": "How long the counts are kept"},
    "retention_named": {
        "sv": "Antal för en sida, en källa, ett sökord eller något annat med namn sparas i {months}.",
        "en": "Counts for a page, a source, a search term or anything else with a name are kept for {months}.",
    },
    "retention_totals": {
        "sv": "Summor utan namn, som antal besök en dag, sparas i {months}.",
        "en": "Totals without a name, such as the visits of a day, are kept for {months}.",
    },
    "retention_answers": {
        "sv": "Hur många som har svarat ja eller nej sparas i {months}, så att vi kan visa att samtycke har lämnats.",
        "en": "How many answered yes or no is kept for {months}, so that we can show that consent was given.",
    },
    "retention_end": {"sv": "Därefter tas de bort.", "en": "After that they are deleted."},
    "recipients": {"sv": "Vem som får se statistiken", "en": "Who may see the statistics"},
    "recipients_lead": {
        "sv": "Statistiken kan ses av oss på {controller} och av dem som vi ger tillgång till den. Den lämnas inte ut "
        "till obehöriga.",
        "en": "The statistics can be seen by us at {controller} and by those to whom we give access. They are not "
        "passed on to anyone unauthorised.",
    },
    "processors": {
        "sv": "På vårt uppdrag och enligt avtal hanteras den av:",
        "en": "On our behalf and under agreement they are handled by:",
    },
    "no_processors": {
        "sv": "Inget annat företag hanterar den på vårt uppdrag.",
        "en": "No other company handles them on our behalf.",
    },
    "task": {"sv": "Uppgift", "en": "Task"},
    "task_operation": {"sv": "driver tjänsten", "en": "runs the service"},
    "task_hosting": {"sv": "driftar servern", "en": "hosts the server"},
    "task_mail": {"sv": "förmedlar e-post", "en": "relays e-mail"},
    "country": {"sv": "Land", "en": "Country"},
    "agreement": {"sv": "Avtal", "en": "Agreement"},
    # What is kept on the device, and third parties
    "storage": {"sv": "Kakor och annan lagring hos dig", "en": "Cookies and other storage on your device"},
    "kind": {"sv": "Typ", "en": "Type"},
    "kind_cookie": {"sv": "kaka", "en": "cookie"},
    "kind_local-storage": {"sv": "lokal lagring", "en": "local storage"},
    "kind_session-storage": {"sv": "sessionslagring", "en": "session storage"},
    "kind_indexed-db": {"sv": "databas i webbläsaren (IndexedDB)", "en": "database in the browser (IndexedDB)"},
    "partitioned": {"sv": "partitionerad", "en": "partitioned"},
    "for": {"sv": "Ändamål", "en": "Purpose"},
    "lifetime": {"sv": "Livslängd", "en": "Lifetime"},
    "needs": {"sv": "Sätts", "en": "Set"},
    "needs_choice": {"sv": "när du svarar på frågan", "en": "when you answer the question"},
    "needs_login": {"sv": "när du loggar in", "en": "when you log in"},
    "needs_basket": {"sv": "när du lägger något i varukorgen", "en": "when you put something in the basket"},
    "needs_load-balancing": {"sv": "för att fördela trafiken", "en": "to balance the load"},
    "needs_language": {"sv": "när du väljer språk eller utseende", "en": "when you choose language or appearance"},
    "needs_security": {"sv": "för säkerheten", "en": "for security"},
    "needs_yes": {"sv": "efter ett ja", "en": "after a yes"},
    "needs_statistics": {"sv": "efter ett ja till statistik", "en": "after a yes to statistics"},
    "needs_service": {
        "sv": "efter ett ja till tjänsten eller när du väljer att visa något en gång",
        "en": "after a yes to the service, or when you choose to show something once",
    },
    "needs_mark": {
        "sv": "bara om du öppnar länken för egna besök",
        "en": "only if you open the link for own visits",
    },
    "mark_purpose": {
        "sv": "Säger till skriptet att inte räkna webbläsaren. Likadan hos alla.",
        "en": "Tells the script not to count the browser. The same for everyone.",
    },
    "set_by": {"sv": "Av vem", "en": "By whom"},
    "set_by_site": {"sv": "webbplatsen", "en": "the website"},
    "storage_end": {
        "sv": "Webbläsaren tar själv bort en kaka när dess tid är ute. Det som ligger i lokal lagring tar skriptet "
        "bort när du säger nej eller, om ditt svar har gått ut, nästa gång du kommer hit. Rensar du webbplatsens data "
        "i webbläsaren försvinner allt genast.",
        "en": "The browser itself deletes a cookie when its time is over. What lies in local storage is deleted by the "
        "script when you say no or, if your answer has lapsed, the next time you come here. If you clear the website's "
        "data in the browser, all of it goes at once.",
    },
    "safari": {
        "sv": "Om det inte är webbplatsens egen server som sätter kakan med ditt svar kan Safari glömma svaret efter 7 "
        "dagar. Då frågar vi igen.",
        "en": "Where the website's own server does not set the cookie with your answer, Safari may forget the answer "
        "after 7 days. Then we ask again.",
    },
    # What the visitor can do
    "withdrawal": {"sv": "Ändra dig", "en": "Change your mind"},
    "withdrawal_how": {
        "sv": "Du kan ta tillbaka ditt samtycke när du vill. Kakor längst ned på varje sida öppnar frågan igen. "
        "Säger du nej slutar skriptet räkna och tar bort det som det har sparat hos dig, utom själva svaret. Kvittot "
        "på ditt ja tas bort när tjänsten nås: oftast genast, annars när du nästa gång öppnar sidan om kakor och ditt "
        "val eller svarar på frågan.",
        "en": "You can withdraw your consent at any time. Kakor (cookies) at the bottom of each page opens the "
        "question again. If you say no, the script stops counting and deletes what it has stored on your device, "
        "except the answer itself. The receipt of your yes is removed when the service is reached: mostly at once, "
        "otherwise when you next open the page about cookies and your choice, or answer the question.",
    },
    "withdrawal_scope": {
        "sv": "Ett nej gäller på den webbplats och i den webbläsare där du säger det.",
        "en": "A no holds on the website and in the browser where you say it.",
    },
    "withdrawal_each": {
        "sv": "De här webbplatserna frågar var för sig: {hosts}.",
        "en": "These websites each ask for themselves: {hosts}.",
    },
    "withdrawal_names": {
        "sv": "Det som webbläsaren har sparat under ett annat av webbplatsens namn (med eller utan www) tas bort nästa "
        "gång du kommer dit under det namnet.",
        "en": "What the browser has stored under another name of the website (with or without www) is deleted the next "
        "time you come there under that name.",
    },
    "withdrawal_past": {
        "sv": "Det som redan är räknat ligger kvar i antalen och var tillåtet när det räknades. Vi sparar inget som "
        "visar vilken del av ett antal som kom från dig, och kan därför inte dra bort den.",
        "en": "What has been counted already stays in the counts, and was lawful when it was counted. We keep nothing "
        "that shows which part of a count came from you, and so cannot take it out.",
    },
    "rights": {"sv": "Rättigheter och klagomål", "en": "Rights and complaints"},
    "rights_list": {
        "sv": "Du har rätt till tillgång, rättelse, radering, begränsning och dataportabilitet, och rätt att invända "
        "mot det som vi gör med stöd av berättigat intresse. I antalen kan vi som regel inte peka ut det som gäller "
        "dig (artikel 11), men hör gärna av dig. Statistiken används inte till automatiska beslut eller till profiler "
        "av enskilda.",
        "en": "You have the right to access, rectification, erasure, restriction and data portability, and the right "
        "to object to what we do on the basis of legitimate interest. As a rule we cannot point out in the counts what "
        "concerns you (Article 11), but do get in touch. The statistics are not used for automated decisions or for "
        "profiles of individuals.",
    },
    "complaint": {
        "sv": "Du kan klaga hos Integritetsskyddsmyndigheten (IMY), imy.se. I frågor om själva kakorna har Post- och "
        "telestyrelsen (PTS), pts.se, tillsynen.",
        "en": "You can lodge a complaint with the Swedish Authority for Privacy Protection (IMY), imy.se. For the "
        "cookies as such, the supervisory authority is the Swedish Post and Telecom Authority (PTS), pts.se.",
    },
}

_PARTS: Final[dict[str, dict[str, str]]] = {
    "controller": {"sv": "personuppgiftsansvarig", "en": "controller"},
    "site": {"sv": "webbplatser", "en": "websites"},
    "legal": {"sv": "ändamål och rättslig grund", "en": "purpose and legal basis"},
    "statistics": {"sv": "vad vi räknar", "en": "what we count"},
    "threshold": {"sv": "gränsen för ovanliga sökord", "en": "the limit for rare search terms"},
    "retention": {"sv": "hur länge antalen sparas", "en": "how long the counts are kept"},
    "cookie": {"sv": "kakor och annan lagring", "en": "cookies and other storage"},
    "service": {"sv": "inbäddade tjänster", "en": "embedded services"},
    "processor": {"sv": "personuppgiftsbiträden", "en": "processors"},
    "provider": {"sv": "siffror från sökmotorer", "en": "figures from search engines"},
    "sensitive": {"sv": "känsliga sidor", "en": "sensitive pages"},
    "language": {"sv": "fler språk för frågan om kakor", "en": "more languages of the question about cookies"},
    "section": {"sv": "övriga texter", "en": "other texts"},
}


_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


def sentences(language: Language) -> dict[str, str]:
    """Every fixed sentence by its key; some hold fields in braces."""
    rows = _SENTENCES | searches.SENTENCES | readings.SENTENCES | companies.SENTENCES | versions.SENTENCES
    return {key: texts[language] for key, texts in rows.items()}


def part(name: str, language: Language) -> str:
    """A top-level key of the document in words."""
    return _PARTS[name][language]


def listed(items: Sequence[str], language: Language) -> str:
    """ "a, b och c"."""
    *most, last = items
    return f"{', '.join(most)} {'och' if language == 'sv' else 'and'} {last}" if most else last


def day_in_words(day: date, language: str) -> str:
    """ "22 november 2026"; in a language whose months are not known, "2026-11-22"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}" if language in _MONTHS else day.isoformat()


def months_in_words(months: int, language: Language) -> str:
    if language == "sv":
        return f"{months} månad" + ("er" if months > 1 else "")
    return f"{months} month" + ("s" if months > 1 else "")


def lifetime_in_words(days: int, language: Language) -> str:
    """From days, 0 being until the browser closes; long ones also in months of 30.4 days."""
    if not days:
        return {"sv": "tills webbläsaren stängs", "en": "until the browser closes"}[language]
    words = f"{days} " + ({"sv": "dag", "en": "day"} if days == 1 else {"sv": "dagar", "en": "days"})[language]
    if days < 60:
        return words
    about = {"sv": "cirka", "en": "about"}[language]
    return f"{words} ({about} {months_in_words(round(days / 30.4), language)})"
