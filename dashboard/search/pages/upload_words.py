"""The words about files that are uploaded, in Swedish and English, one row each."""

from typing import Final

from dashboard.locale.words import Words

UPLOAD_WORDS: Final[dict[str, Words]] = {
    # A file that was read
    "read_title": Words("Filen är inläst", "The file is read"),
    "map_engine_told": Words("Från", "From"),
    "read_pages": Words("Sidor", "Pages"),
    "read_pairs": Words("Sökord med sida", "Terms with a page"),
    "read_shown": Words("Visningar", "Impressions"),
    "read_replaced": Words(
        "Fanns det redan sökord, sidor eller summor för just de dagarna är de ersatta, inte lagda till. Samma fil en "
        "gång till ändrar inget.",
        "If there were terms, pages or totals of exactly these days already, they are replaced, not added to. The same "
        "file once more changes nothing."),
    "read_remarks": Words("Bra att veta", "Good to know"),
    "read_again": Words("Läs in en fil till", "Read another file"),
    "read_see": Words("Se siffrorna hos {site}", "See the figures of {site}"),
    # A file of which something must be asked
    "map_title": Words("Hjälp till med filen", "Help with the file"),
    "map_file": Words("Filen {name}. Inget är inläst än.", "The file {name}. Nothing is read yet."),
    "map_columns": Words("Det går inte att se vad kolumnerna är. Välj det här nedan.",
                         "What the columns are cannot be told. Choose it below."),
    "map_which_table": Words("Det går inte att se vad raderna i {sheet} gäller. Säg vad varje kolumn är.",
                             "What the rows of {sheet} are about cannot be told. Say what each column is."),
    "map_mapping": Words(
        "Välj minst vad raderna gäller (sökord, sida eller dag), klick och visningar, och varje sak bara en gång.",
        "Choose at least what the rows are about (search term, page or day), clicks and impressions, and each thing "
        "only once."),
    "map_ratio": Words(
        "På rad {row} i {sheet} går klick, visningar och klickfrekvens inte ihop. Kolumnerna är kanske andra än de ser "
        "ut att vara: välj här nedan.",
        "In row {row} of {sheet}, clicks, impressions and CTR do not fit together. The columns may be others than they "
        "seem: choose below."),
    "map_swapped": Words(
        "I {sheet} har {name} fler klick ({clicks}) än visningar ({impressions}). De verkar ombytta: välj här nedan.",
        "In {sheet} {name} has more clicks ({clicks}) than impressions ({impressions}). They seem to be swapped: "
        "choose below."),
    "map_swapped_in_all": Words(
        "{sheet} har fler klick ({clicks}) än visningar ({impressions}). De verkar ombytta: välj här nedan.",
        "{sheet} has more clicks ({clicks}) than impressions ({impressions}). They seem to be swapped: choose below."),
    "map_no_provider": Words(
        "Filen är från {engine}, som policyn inte nämner: se vad som saknas här nedan.",
        "The file is from {engine}, which the policy does not name: see below what is missing."),
    "map_no_days": Words("Filen säger inte vilka dagar den gäller. Ange dem här nedan.",
                         "The file does not say which days it is about. Give them below."),
    "map_one_of_many": Words("Filen har flera tabeller. Bara den här läses in.",
                             "The file has several tables. Only this one is read."),
    "map_first_rows": Words("Filens första rader", "The file's first rows"),
    "map_column": Words("Kolumn {number}", "Column {number}"),
    "map_ignore": Words("läs inte", "do not read"),
    "meaning_term": Words("sökord", "search term"),
    "meaning_page": Words("sida", "page"),
    "meaning_date": Words("dag", "day"),
    "meaning_clicks": Words("klick", "clicks"),
    "meaning_impressions": Words("visningar", "impressions"),
    "meaning_ctr": Words("klickfrekvens (CTR)", "CTR"),
    "meaning_position": Words("placering", "position"),
    "map_days": Words("Vilka dagar gäller filen?", "Which days is the file about?"),
    "map_days_note": Words("Det är perioden som var vald när filen sparades.",
                           "That is the period that was chosen when the file was saved."),
    "map_first": Words("Första dagen", "First day"),
    "map_last": Words("Sista dagen", "Last day"),
    "map_engine": Words("Varifrån är filen?", "Where is the file from?"),
    "map_cancel": Words("Avbryt", "Cancel"),
}  # fmt: skip
