"""What is said of a file that a search engine exported: why it is refused, or what was left out and why."""

from typing import Any, Final, NamedTuple

from dashboard.locale.language import Code
from dashboard.locale.words import Words

_LONGEST: Final = 300  # characters of what is told of a file


class Remark(NamedTuple):
    """One or two sentences, by their key, with what stands in their braces."""

    key: str
    filled: tuple[tuple[str, str], ...] = ()

    def said(self, code: Code) -> str:
        text: str = getattr(REMARKS[self.key], code)
        return text.format(**dict(self.filled))

    def __str__(self) -> str:
        return self.said("en")


def remark(key: str, **filled: Any) -> Remark:
    return Remark(key, tuple((name, str(value)[:_LONGEST]) for name, value in filled.items()))


class BadExport(Exception):
    """A file that is not imported; `remark` says why and what to do, in each language."""

    def __init__(self, key: str, **filled: Any) -> None:
        self.remark = remark(key, **filled)
        super().__init__(str(self.remark))


REMARKS: Final[dict[str, Words]] = {
    # The file itself
    "empty-file": Words("Filen är tom. Exportera den på nytt.", "The file is empty. Export it anew."),
    "truncated": Words(
        "Filen är avklippt eller skadad. Ladda ned den på nytt.",
        "The file is cut off or damaged. Download it anew."),
    "encrypted": Words(
        "Filen är skyddad med lösenord. Ge den fil som exportknappen gör, som den är.",
        "The file is protected by a password. Give the file that the export button makes, as it is."),
    "packing": Words(
        "{name} i arkivet är packad på ett ovanligt sätt. Ge den fil som exportknappen gör, som den är.",
        "{name} in the archive is packed in an unusual way. Give the file that the export button makes, as it is."),
    "nested": Words(
        "Arkivet innehåller ett annat arkiv, {name}. Packa upp det yttre och ge det inre.",
        "The archive holds another archive, {name}. Unpack the outer one and give the inner."),
    "paths": Words(
        "Arkivet har en fil som vill läggas utanför det, {name}. Ge den fil som exportknappen gör, som den är.",
        "The archive has a file that wants to lie outside of it, {name}. Give the file that the export button makes, "
        "as it is."),
    "too-large": Words(
        "Filen är för stor: {what}. En export har högst 1 000 rader i varje tabell; ge den som den är.",
        "The file is too large: {what}. An export has at most 1,000 rows in each table; give it as it is."),
    "old-workbook": Words(
        "Det här är en äldre Excelfil eller en med lösenord. Spara den som .xlsx utan lösenord, eller exportera som "
        "CSV.",
        "This is an older Excel file or one with a password. Save it as .xlsx without one, or export as CSV."),
    "no-tables": Words(
        "Det finns inga tabeller i filen. Exportera resultatrapporten som CSV eller Excel.",
        "There are no tables in the file. Export the performance report as CSV or Excel."),
    "not-text": Words(
        "Filen är varken ett ZIP-arkiv, en Excelfil (.xlsx) eller text med kolumner (CSV). Exportera resultatrapporten "
        "som CSV eller Excel.",
        "The file is neither a ZIP archive, an Excel file (.xlsx) nor text with columns (CSV). Export the performance "
        "report as CSV or Excel."),
    "quotes": Words(
        "Rad {row} i {sheet} går inte att dela upp i kolumner. Ladda ned filen på nytt, och ge den utan att spara om "
        "den i ett annat program.",
        "Row {row} of {sheet} cannot be parted into columns. Download the file anew, and give it without saving it in "
        "another program."),
    # Columns and numbers
    "columns": Words(
        "Det går inte att se vilka kolumner som är vad i {sheet}: {headings}. Säg vad varje kolumn är, i ordning, till "
        "exempel --columns {example}.",
        "Which columns are what in {sheet} cannot be told: {headings}. Say what each column is, in order, such as "
        "--columns {example}."),
    "mapping": Words(
        "{given} säger inte vad kolumnerna är. Skriv term, page eller date, och clicks, impressions, ctr och position, "
        "i kolumnernas ordning och med komma mellan; ett bindestreck för en kolumn som inte ska läsas.",
        "{given} does not say what the columns are. Write term, page or date, and clicks, impressions, ctr and "
        "position, in the columns' order and with commas between; a hyphen for a column that is not to be read."),
    "mapping-width": Words(
        "{sheet} har {found} kolumner, men du räknade upp {given}.",
        "{sheet} has {found} columns, but you named {given}."),
    "mapping-sheets": Words(
        "Filen har flera tabeller, och kolumnerna kan bara sägas om en. Packa upp filen och ge tabellen för sig.",
        "The file has several tables, and columns can be said of one alone. Unpack the file and give the table by "
        "itself."),
    "which-table": Words(
        "Det går inte att se om {sheet} är sökord eller något annat, som länder. Ge den tabellen för sig och säg vad "
        "dess kolumner är, till exempel --columns {example}.",
        "Whether {sheet} are search terms or something else, such as countries, cannot be told. Give that table by "
        "itself and say what its columns are, such as --columns {example}."),
    "row-width": Words(
        "Rad {row} i {sheet} har {found} kolumner, men rubriken har {expected}. Ladda ned filen på nytt.",
        "Row {row} of {sheet} has {found} columns, but the heading has {expected}. Download the file anew."),
    "number": Words(
        "Kolumnen {heading} i {sheet} har {text} på rad {row}, som inte går att läsa som ett tal tillsammans med "
        "kolumnens andra tal. Ge filen utan att spara om den i ett annat program, eller säg vad kolumnerna är.",
        "The column {heading} of {sheet} has {text} in row {row}, which cannot be read as a number together with the "
        "column's others. Give the file without saving it in another program, or say what the columns are."),
    "two-ways": Words(
        "Talen i kolumnen {heading} i {sheet}, som {text}, går att läsa på två sätt. Exportera från Search Console "
        "eller Bing på engelska, som skriver 1,234 och 4.5.",
        "The numbers in the column {heading} of {sheet}, such as {text}, can be read in two ways. Export from Search "
        "Console or Bing in English, which writes 1,234 and 4.5."),
    "ratio": Words(
        "På rad {row} i {sheet} går klick, visningar och CTR inte ihop: kolumnerna är andra än de ser ut att vara. Säg "
        "vad varje kolumn är, till exempel --columns {example}.",
        "In row {row} of {sheet} clicks, impressions and CTR do not fit together: the columns are others than they "
        "seem. Say what each column is, such as --columns {example}."),
    "swapped": Words(
        "I {sheet} har {name} fler klick ({clicks}) än visningar ({impressions}): klick och visningar verkar ombytta. "
        "Säg vad varje kolumn är, till exempel --columns {example}.",
        "In {sheet} {name} has more clicks ({clicks}) than impressions ({impressions}): clicks and impressions seem to "
        "be swapped. Say what each column is, such as --columns {example}."),
    "swapped-in-all": Words(
        "{sheet} har fler klick ({clicks}) än visningar ({impressions}): klick och visningar verkar ombytta. Säg vad "
        "varje kolumn är, till exempel --columns {example}.",
        "{sheet} has more clicks ({clicks}) than impressions ({impressions}): clicks and impressions seem to be "
        "swapped. Say what each column is, such as --columns {example}."),
    "comparison-unclear": Words(
        "{sheet} jämför {labels}, och det går inte att se vilket som är det nya. Exportera utan jämförelse.",
        "{sheet} compares {labels}, and which of them is the present cannot be told. Export without a comparison."),
    # What it is about
    "nothing": Words(
        "Filen har varken sökord, sidor eller dagar. Exportera resultatrapporten för webbplatsen; är den tom där finns "
        "inget att hämta.",
        "The file has neither search terms, pages nor days. Export the site's performance report; if that is empty, "
        "there is nothing to bring in."),
    "no-rows": Words(
        "Filen har inga rader med sökord, sidor eller dagar att läsa in. Välj andra dagar i rapporten och exportera på "
        "nytt.",
        "The file has no rows of search terms, pages or days to bring in. Choose other days in the report and export "
        "anew."),
    "twice": Words(
        "Filen har två tabeller av samma slag, {sheet} och {other}. Ge en i taget.",
        "The file has two tables of one kind, {sheet} and {other}. Give one at a time."),
    "filtered": Words(
        "Filen är filtrerad på {filter}: {value}. Den är alltså en del av det hela. Ta bort filtret i rapporten och "
        "exportera på nytt.",
        "The file is filtered by {filter}: {value}. It is thus a part of the whole. Remove the filter in the report "
        "and export anew."),
    "search-type": Words(
        "Filen gäller söktypen {value}. Bara vanlig webbsökning tas emot: välj söktypen Webb i rapporten och exportera "
        "på nytt.",
        "The file is about the search type {value}. Only plain web search is taken in: choose the search type Web in "
        "the report and export anew."),
    "no-search-type": Words(
        "Filens filter säger inte vilken söktyp den gäller, så den kan gälla annat än vanlig webbsökning. Exportera "
        "resultatrapporten för sökresultat.",
        "The file's filters do not say which search type it is about, so it may be another than plain web search. "
        "Export the performance report on search results."),
    "part": Words(
        "Filen gäller en del av webbplatsen, {name}. Välj egendomen för hela webbplatsen och exportera på nytt.",
        "The file is about a part of the site, {name}. Choose the property of the whole site and export anew."),
    "engine": Words(
        "Filen kommer från {found}, inte från {asked}. Importera den som {found}.",
        "The file is from {found}, not from {asked}. Import it as {found}."),
    "hours": Words(
        "Filen gäller timmar, inte hela dagar. Välj en längre tid i rapporten och exportera på nytt.",
        "The file is about hours, not whole days. Choose a longer time in the report and export anew."),
    "no-days": Words(
        "Filen säger inte säkert vilka dagar den gäller. Ange första och sista dagen (--from och --to).",
        "The file does not say for certain which days it is about: give --from and --to."),
    "other-days": Words(
        "Filen gäller {start} till {end}, inte de dagar som du angav.",
        "The file is about {start} to {end}, not the days that you gave."),
    "backwards": Words(
        "Den sista dagen, {end}, ligger före den första, {start}.",
        "The last day, {end}, is before the first, {start}."),
    # The site
    "not-named": Words(
        "Policyn för {site} räknar inte upp sökord (search_terms), så inga siffror om dem tas emot.",
        "The policy of {site} does not name search_terms, so no figures of them are taken in."),
    "no-provider": Words(
        "Policyn för {site} berättar inte för besökarna att du får siffror från {engine}, så inga tas emot. Publicera "
        "en ny version med de här raderna; ingen besökare frågas på nytt:\n{row}",
        "The policy of {site} does not tell visitors that you get figures from {engine}, so none are taken in. Publish "
        "a new version with these rows; no visitor is asked again:\n{row}"),
    "other-site": Words(
        "Filen gäller {found}, inte {site}. Välj {site} i Search Console eller Bing och exportera på nytt.",
        "The file is about {found}, not {site}. Choose {site} in Search Console or Bing and export anew."),
    "which-site": Words(
        "Filen säger inte vilken webbplats den gäller. Ange den (--site HOST).",
        "The file does not tell which site it is about: give --site HOST."),
    "no-site": Words(
        "Filen gäller {found}, som inte är en webbplats här. Lägg till den, eller ange vilken den är (--site HOST).",
        "The file is about {found}, which is no site here. Add it, or say which it is with --site HOST."),
    "beyond-total": Words(
        "Sökorden har fler klick ({clicks}) än alla sökningar tillsammans ({total}), i filen eller ihop med det som "
        "redan finns av samma dagar. Exportera hela rapporten på nytt, som ZIP eller Excel, och ge den.",
        "The search terms have more clicks ({clicks}) than all searches together ({total}), in the file or with what "
        "is held of the same days. Export the whole report anew, as ZIP or Excel, and give that."),
    "future": Words(
        "Den sista dagen, {end}, har inte varit än. Ange de dagar som filen gäller.",
        "The last day, {end}, is still to come. Give the days that the file is about."),
    "not-kept": Words(
        "Policyn för {site} behåller siffror i {months} månader, och filen börjar {start}. Välj en senare första dag i "
        "rapporten, {since} eller senare, och exportera på nytt.",
        "The policy of {site} keeps figures for {months} months, and the file begins on {start}. Choose a later first "
        "day in the report, {since} or later, and export anew."),
    # What is said of one that was read
    "compared": Words(
        "Filen jämför två perioder. {label} är läst; den andra är utelämnad.",
        "The file compares two periods. {label} was read; the other was left out."),
    "compared-chart": Words(
        "I en jämförelse går det inte att se vilken period diagrammets dagar hör till, så summan för alla sökningar är "
        "utelämnad.",
        "In a comparison the period to which the chart's days belong cannot be told, so the total of all searches was "
        "left out."),
    "cut": Words(
        "{sheet} har exakt 1 000 rader: där slutar sökmotorns export, så mindre vanliga saknas. Kortare perioder, "
        "eller en anslutning, ger fler.",
        "{sheet} has exactly 1,000 rows: that is where the engine's export ends, so less common ones are missing. "
        "Shorter periods, or an access, give more."),
    "left-out": Words(
        "Utelämnat: {sheet}. Bara sökord, sidor och summan per dag läses.",
        "Left out: {sheet}. Only search terms, pages and the daily total are read."),
    "by-order": Words(
        "Rubrikerna i {sheet} är okända; kolumnerna är lästa i den ordning som {engine} skriver dem.",
        "The headings of {sheet} are unknown; its columns were read in the order in which {engine} writes them."),
    "no-position": Words(
        "{sheet} har ingen placering.", "{sheet} has no positions."),
    "foreign": Words(
        "Rader om sidor på andra webbplatser, som inte nämns: {rows}.",
        "Rows of pages of other sites, which are not named: {rows}."),
    "uncounted": Words(
        "Rader om sidor som policyn inte räknar ([[sensitive.paths]], count = \"nothing\") och som inte nämns: "
        "{rows}.",
        "Rows of pages that the policy does not count ([[sensitive.paths]], count = \"nothing\"), which are not named: "
        "{rows}."),
    "bing-rare": Words(
        "Bings ord som har visats färre än {threshold} gånger under filens dagar nämns inte; i summan är de med.",
        "Terms of Bing's that were shown fewer than {threshold} times in the file's days are not named; the total has "
        "them."),
    "pages-no-month": Words(
        "Sidorna är utelämnade, för filen omfattar ingen hel kalendermånad. Exportera minst en hel månad för att få "
        "med dem.",
        "The pages were left out, as the file holds no whole calendar month. Export at least a whole month to have "
        "them."),
    "pairs-no-month": Words(
        "Vilka sidor orden ledde till är utelämnat, för filen är inte av just en kalendermånad. Exportera en hel månad "
        "för att få med det.",
        "Which pages the terms led to was left out, as the file is not of just one calendar month. Export one whole "
        "month to have it."),
    "nameless": Words(
        "Utelämnade rader utan sökord eller sida i {sheet}: {rows}.",
        "Rows left out, without a search term or a page, in {sheet}: {rows}."),
    "domain": Words(
        "Filen gäller hela domänen {name}; sökorden och summan kan omfatta dess andra värdar.",
        "The file is about the whole domain {name}; its terms and total may include its other hosts."),
    "site-unsure": Words(
        "Inget i filen visar att den gäller {site}.", "Nothing in the file shows that it is about {site}."),
    "pages-not-named": Words(
        "Policyn räknar inte upp sidor (pages), så siffror per sida är utelämnade.",
        "The policy does not name pages, so the figures of pages were left out."),
    "not-final": Words(
        "De sista dagarna är färska, och sökmotorn kan ändra dem. Importera samma dagar igen om några dagar.",
        "The last days are fresh, and the engine may change them. Import the same days again in some days."),
}  # fmt: skip
