"""The dashboard's words in Swedish and English, one row each."""

from typing import Final, NamedTuple

from policy.values import VALUES as CLOSED


class Words(NamedTuple):
    """The same text in each language; names in braces are filled in."""

    sv: str
    en: str


WORDS: Final[dict[str, Words]] = {
    # The frame
    "skip": Words("Hoppa till innehållet", "Skip to content"),
    "sites": Words("Webbplatser", "Sites"),
    "logout": Words("Logga ut", "Log out"),
    "other_language": Words("English", "Svenska"),
    "product": Words("Räkneverk sparar bara antal.", "Räkneverk keeps only counts."),
    # Logging in
    "login": Words("Logga in", "Log in"),
    "email": Words("E-postadress", "E-mail address"),
    "password": Words("Lösenord", "Password"),
    "wrong_login": Words("E-postadressen eller lösenordet stämmer inte.", "The e-mail address or password is wrong."),
    "stale_form": Words("Formuläret hade blivit för gammalt. Försök igen.",
                        "The form had become too old. Please try again."),
    # Errors
    "error_400": Words("Det går inte att visa", "This cannot be shown"),
    "error_404": Words("Sidan finns inte", "There is no such page"),
    "not_found": Words("Adressen är fel, eller så får du inte se det som finns där.",
                       "The address is wrong, or you may not see what is there."),
    "range_date": Words("Ett datum skrivs som 2026-11-22 och ligger mellan år 2000 och 2199. Du angav ”{given}”.",
                        "A date is written as 2026-11-22 and lies between 2000 and 2199. You gave “{given}”."),
    "range_one-sided": Words("Ange både första och sista dagen. Du angav bara ”{given}”.",
                             "Give both the first and the last day. You gave only “{given}”."),
    "range_backwards": Words("Den sista dagen kommer före den första: {given}.",
                             "The last day comes before the first: {given}."),
    "range_too-long": Words("En period är högst tio år: {given} är längre.",
                            "A period is at most ten years: {given} is longer."),
    "range_preset": Words("Det finns ingen period som heter ”{given}”.", "There is no period called “{given}”."),
    "filter_refused": Words("Det går inte att filtrera så. Välj en rad i en panel i stället.",
                            "This filter is not possible. Choose a row in a panel instead."),
    "back": Words("Tillbaka till {site}", "Back to {site}"),
    "back_to_sites": Words("Tillbaka till webbplatserna", "Back to the sites"),
    # Sites
    "no_sites": Words("Du har inte fått tillgång till någon webbplats än.", "You have not been given any site yet."),
    "last_week": Words("de senaste 7 dagarna", "in the last 7 days"),
    "sparkline": Words("De senaste 28 dagarna", "The last 28 days"),
    # Ranges
    "period": Words("Period", "Period"),
    "preset_today": Words("I dag", "Today"),
    "preset_yesterday": Words("I går", "Yesterday"),
    "preset_7d": Words("7 dagar", "7 days"),
    "preset_28d": Words("28 dagar", "28 days"),
    "preset_month": Words("Den här månaden", "This month"),
    "preset_last-month": Words("Förra månaden", "Last month"),
    "preset_year": Words("I år", "This year"),
    "preset_12m": Words("12 månader", "12 months"),
    "from": Words("Från", "From"),
    "to": Words("Till", "To"),
    "show": Words("Visa", "Show"),
    # Coverage
    "coverage": Words("Av {all} som svarade sade {yes} ja till statistik, {share}. Bara besök efter ett ja räknas.",
                      "Of {all} who answered, {yes} said yes to statistics, {share}. Only visits after a yes are "
                      "counted."),
    "no_answers": Words("Ingen svarade på frågan om kakor under perioden.",
                        "Nobody answered the cookie question in this period."),
    "answers_note": Words("Svaren räknas, inte personerna: den som ändrar sitt svar räknas igen.",
                          "Answers are counted, not persons: whoever changes an answer is counted again."),
    # Totals
    "visits": Words("Besök", "Visits"),
    "pageviews": Words("Sidvisningar", "Page views"),
    "visitors": Words("Besökare", "Visitors"),
    "visitors_daily": Words("Dagliga besökare", "Daily visitors"),
    "daily_note": Words("Den som kommer flera dagar räknas en gång per dag.",
                        "Whoever comes on several days is counted once a day."),
    "change_1": Words("{change} mot dagen före ({before})", "{change} on the day before ({before})"),
    "change_n": Words("{change} mot de {days} dagarna före ({before})",
                      "{change} on the {days} days before ({before})"),
    "no_change": Words("Det finns inget tidigare att jämföra med.", "There is nothing earlier to compare with."),
    "unfinished": Words("Dagen i dag är inte slut, så jämförelsen haltar lite.",
                        "Today is not over, so the comparison limps a little."),
    # The chart
    "chart_hour": Words("{metric} per timme", "{metric} by hour"),
    "chart_day": Words("{metric} per dag", "{metric} by day"),
    "chart_week": Words("{metric} per vecka", "{metric} by week"),
    "chart_month": Words("{metric} per månad", "{metric} by month"),
    "chart_table": Words("Siffrorna i en tabell", "The numbers in a table"),
    "incomplete": Words("ofullständig", "incomplete"),
    "incomplete_note": Words("Svagare staplar är inte fullständiga: de pågår än, eller skärs av periodens gräns.",
                             "Fainter bars are not complete: they are still going on, or cut by the period's limits."),
    "hour": Words("Klockan", "Hour"),
    "day": Words("Dag", "Day"),
    "week": Words("Vecka", "Week"),
    "month": Words("Månad", "Month"),
    "nothing_yet": Words("Inget är räknat under perioden.", "Nothing is counted in this period."),
    "nothing_hint": Words("Så snart någon har sagt ja och läst en sida syns det här efter några sekunder.",
                          "As soon as someone has said yes and read a page, it shows here within seconds."),
    # Panels
    "basis": Words("räknat efter samtycke", "counted after consent"),
    "by_window": Words("per {window}: {months}", "by {window}: {months}"),
    "window_month": Words("månad", "month"),
    "window_quarter": Words("kvartal", "quarter"),
    "value": Words("Värde", "Value"),
    "blank": Words("[tomt]", "[blank]"),
    "show_all": Words("Visa alla {count}", "Show all {count}"),
    "empty_panel": Words("Inget under perioden.", "Nothing in this period."),
    "filter_by": Words("Visa bara {value}", "Show only {value}"),
    "filtered": Words("Bara", "Only"),
    "remove_filter": Words("Visa allt", "Show everything"),
    "filter_note": Words(
        "Det här räknas inte tillsammans med {dimension}, och visas därför inte i urvalet: {others}. Kurvan över "
        "tid finns bara för alla besök.",
        "These are not counted together with {dimension}, and so are not shown in this selection: {others}. The "
        "chart over time exists only for all visits."),
    "chart_not_filtered": Words("Kurvan över tid finns bara för alla besök.",
                                "The chart over time exists only for all visits."),
    "rare": Words("Sällsynta, utan namn", "Rare, unnamed"),
    "rare_note": Words(
        "Det som en enda person har skrivit kan röja vem det är. En text visas därför först efter att minst "
        "{threshold} besök har haft den under samma {window}. Till dess räknas den utan namn. Gränsen räknar besök, "
        "inte personer.",
        "What a single person has typed can tell who it is. A text is therefore shown only after at least {threshold} "
        "visits have had it in the same {window}. Until then it is counted without a name. The limit counts visits, "
        "not persons."),
    "rare_beside_note": Words(
        "Det som en enda person har skrivit kan röja vem det är. Här visas därför bara det som minst {threshold} besök "
        "har haft tillsammans med urvalet under samma {window}, och bara så mycket av det att resten inte blir färre "
        "än så. Resten räknas utan namn. Gränsen räknar besök, inte personer.",
        "What a single person has typed can tell who it is. Only what at least {threshold} visits have had together "
        "with the selection in the same {window} is therefore shown here, and only so much of it that the rest is not "
        "fewer than that. The rest is counted without a name. The limit counts visits, not persons."),
    "without": Words("utan {title}: {count}", "without {title}: {count}"),
    "not_asked": Words("inte tillåtet av den policy som godkändes: {count}",
                       "not permitted by the policy that was agreed to: {count}"),
    # The service's own counts
    "service": Words("Tjänstens egna räkningar", "The service's own counts"),
    "service_basis": Words("räknat för driften: svaren utan samtycke, resten efter ett ja; bara antal per dag",
                           "counted to run the service: answers without consent, the rest after a yes; only numbers "
                           "by day"),
    "choice": Words("Svar på frågan om kakor", "Answers to the cookie question"),
    "ignored": Words("Sidvisningar som inte räknades", "Page views left out"),
    "scrubbed": Words("Borttaget ur adresser och söktexter", "Cut from addresses and search texts"),
    "cut_by_page": Words("I adresserna till de här sidorna står något som ser ut som {what}. Det kan komma från "
                         "webbplatsen själv eller från en länk i ett mejl.",
                         "In the addresses of these pages is something that looks like {what}. It may come from the "
                         "website itself or from a link in an e-mail."),
    "cut_more": Words("… och {count} till.", "… and {count} more."),
    "cut_advice": Words(
        "Det som Räkneverk känner igen tar det bort innan något sparas. Namn, gatuadresser och korta koder känner det "
        "inte igen, och i webbserverns loggar, i besökarens historik och hos andra som får veta sidans adress står "
        "allt kvar. Låt formulär skicka med POST i stället för GET. Låt länkar i mejl innehålla en kod som gäller en "
        "kort tid, inte en person, och lägg koden efter ett frågetecken (?kod=…), aldrig i sökvägen: där räknas den "
        "som en egen sida. I antalen ingår även sökningar och kampanjlänkar; av dem sparas ingen sida.",
        "What Räkneverk recognises it removes before anything is stored. Names, street addresses and short codes it "
        "does not recognise, and in the web server's logs, in the visitor's history and with others that are told the "
        "page's address all of it remains. Let forms send with POST instead of GET. Let links in e-mails hold a code "
        "that works for a short time, not a person, and put the code after a question mark (?code=…), never in the "
        "path: there it is counted as a page of its own. The numbers also hold searches and campaign links, of which "
        "no page is kept."),
    "blocked": Words("Stoppat av webbläsaren efter ett ja", "Blocked by the browser after a yes"),
    "answer": Words("Svar", "Answer"),
    "part": Words("Ja till en del: {parts}", "Yes in part: {parts}"),
    "load": Words("Varifrån, och vad", "From whom, and what"),
    "reason": Words("Orsak", "Reason"),
    "kind": Words("Sort", "Kind"),
    "count": Words("Antal", "Number"),
    "policy": Words("Efter policyns version {version}, i kraft från {day}.",
                    "Under version {version} of the policy, in force from {day}."),
    "ledger": Words("Liggarens senaste rad är från {day}. Anteckna dess kontrollsumma någon annanstans:",
                    "The ledger's last line is of {day}. Note its checksum somewhere else:"),
    "own_visits": Words("Räkna inte mina egna besök", "Leave out my own visits"),
    "own_visits_note": Words("öppna länken i varje webbläsare som du själv besöker webbplatsen med. Den sparar en kaka "
                             "i ett år.",
                             "open the link in each browser with which you visit the website yourself. It keeps a "
                             "cookie for a year."),
    "timezone": Words("Dagar i tidszonen {timezone}.", "Days in the time zone {timezone}."),
}  # fmt: skip


VALUES: Final[dict[tuple[str, str], Words]] = {
    **{key: Words(words["sv"], words["en"]) for key, words in CLOSED.items()},
    ("ignored", "bot"): Words("Robot", "Robot"),
    ("ignored", "automated"): Words("Webbläsare som styrdes av ett program", "Browser driven by a program"),
    ("ignored", "headers"): Words("Webbläsaren sade emot sig själv", "The browser contradicted itself"),
    ("ignored", "data-centre"): Words("Från ett datacenter", "From a data centre"),
    ("ignored", "prefetch"): Words("Hämtad i förväg, aldrig visad", "Fetched ahead, never shown"),
    ("ignored", "spam"): Words("Skräplänk", "Referrer spam"),
    ("ignored", "origin"): Words("Skickad från en annan webbplats", "Sent from another site"),
    ("ignored", "foreign-url"): Words("Gällde en annan webbplats", "About another site"),
    ("ignored", "old-consent"): Words("Ja till en äldre policy som inte längre gäller",
                                      "A yes to an older policy that no longer holds"),
    ("ignored", "too-old"): Words("Kom för sent", "Came too late"),
    ("ignored", "not-permitted"): Words("Känslig sida som inte räknas", "Sensitive page that is not counted"),
    ("ignored", "own-visit"): Words("Eget besök", "Own visit"),
    ("choice", "yes"): Words("Ja", "Yes"),
    ("choice", "no"): Words("Nej", "No"),
    ("category", "statistics"): Words("statistik", "statistics"),
    ("category", "functional"): Words("funktioner", "functions"),
    ("category", "media"): Words("film och kartor", "video and maps"),
    ("category", "analytics"): Words("andra företags statistik", "statistics by other companies"),
    ("category", "marketing"): Words("marknadsföring", "marketing"),
    ("service", "(other)"): Words("Okänd adress", "Unknown address"),
    ("directive", "child-src"): Words("ramar", "frames"),
    ("directive", "connect-src"): Words("anrop från skript", "requests by scripts"),
    ("directive", "default-src"): Words("annat", "other things"),
    ("directive", "font-src"): Words("typsnitt", "fonts"),
    ("directive", "frame-src"): Words("ramar", "frames"),
    ("directive", "img-src"): Words("bilder", "images"),
    ("directive", "manifest-src"): Words("manifest", "manifests"),
    ("directive", "media-src"): Words("ljud och film", "sound and video"),
    ("directive", "object-src"): Words("inbäddade filer", "embedded files"),
    ("directive", "script-src"): Words("skript", "scripts"),
    ("directive", "style-src"): Words("formatmallar", "style sheets"),
    ("directive", "worker-src"): Words("skript i bakgrunden", "background scripts"),
    ("directive", "(other)"): Words("annat", "other things"),
    ("scrubbed", "email"): Words("E-postadress", "E-mail address"),
    ("scrubbed", "pnr"): Words("Personnummer", "Personal identity number"),
    ("scrubbed", "phone"): Words("Telefonnummer", "Telephone number"),
    ("scrubbed", "card"): Words("Kortnummer", "Card number"),
    ("scrubbed", "iban"): Words("Kontonummer (IBAN)", "Account number (IBAN)"),
    ("scrubbed", "ip"): Words("IP-adress", "IP address"),
    ("scrubbed", "token"): Words("Nyckel eller lång identifierare", "Token or long identifier"),
    ("scrubbed", "userinfo"): Words("Inloggning i en adress", "Login in an address"),
    ("scrubbed", "removed"): Words("Text som togs bort helt", "Text removed whole"),
    ("cut", "email"): Words("e-postadresser", "e-mail addresses"),
    ("cut", "pnr"): Words("personnummer", "personal identity numbers"),
    ("cut", "phone"): Words("telefonnummer", "telephone numbers"),
    ("cut", "card"): Words("kortnummer", "card numbers"),
    ("cut", "iban"): Words("kontonummer (IBAN)", "account numbers (IBAN)"),
    ("cut", "ip"): Words("IP-adresser", "IP addresses"),
    ("cut", "token"): Words("nycklar eller långa identifierare", "tokens or long identifiers"),
    ("cut", "userinfo"): Words("inloggningsuppgifter", "logins"),
    ("cut", "removed"): Words("uppgifter i fält som heter till exempel ”epost” eller ”namn”",
                              'values in fields with names such as "email" or "name"'),
}  # fmt: skip
"""What the closed values of a dimension, or of the service's own counts, are called."""

OTHER: Final = Words("Övriga", "Others")
"""What "(other)" is called: values beyond a cap, or small ones that have aged."""

NO_VALUE: Final[dict[str, Words]] = {
    "referrer": Words("utan angiven källa: {count}", "without a named referrer: {count}"),
    "site_search": Words("utan sökning på webbplatsen: {count}", "without a search on the site: {count}"),
}
"""Where "without" and the dimension's title do not make a phrase."""
