"""The words of the panel of search terms, in Swedish and English, one row each."""

from typing import Final

from dashboard.locale.words import Words

PANEL_WORDS: Final[dict[str, Words]] = {
    "terms_title": Words("Sökord", "Search terms"),
    "terms_title_page": Words("Sökord som ledde hit", "Search terms that led here"),
    "terms_term": Words("Sökord", "Search term"),
    "terms_from": Words("Källa", "Origin"),
    "terms_clicks": Words("Klick", "Clicks"),
    "terms_impressions": Words("Visningar", "Impressions"),
    "terms_position": Words("Placering", "Position"),
    # Origins
    "terms_google": Words("Google", "Google"),
    "terms_bing": Words("Bing", "Bing"),
    "terms_search": Words("Sökmotor", "Search engine"),
    "terms_campaign": Words("Kampanjlänk", "Campaign link"),
    "terms_search-or-campaign": Words("Sökmotor eller kampanjlänk", "Search engine or campaign link"),
    "terms_site": Words("Sökt på webbplatsen", "Searched on the site"),
    "terms_by_engine": Words("enligt {engine}", "by {engine}"),
    "terms_after_yes": Words("efter samtycke", "after consent"),
    "terms_or": Words("eller", "or"),
    "terms_all_origins": Words("Alla", "All"),
    # What covers what
    "terms_told_days": Words("{engine}s siffror gäller {days}.", "{engine}'s figures are of {days}."),
    "terms_gaps": Words("{count} av dagarna {days}", "{count} of the days {days}"),
    "terms_told_pages": Words("Sidorna som {engine} nämner gäller {days}.",
                              "The pages that {engine} names are of {days}."),
    "terms_told_later": Words("De senaste dagarna kan {engine} ändra än.",
                              "{engine} may still change the latest days."),
    "terms_kept": Words("{engine}s siffror finns för {days} som helhet.",
                        "{engine}'s figures are kept of {days} as a whole."),
    "terms_kept_show": Words("Visa {days}", "Show {days}"),
    "terms_counted_days": Words("Efter samtycke räknas orden {days}.", "After consent terms are counted {days}."),
    # The pages
    "terms_of_page": Words("Sidan, alla sökord", "The page, all terms"),
    "terms_led_to": Words("ledde till", "led to"),
    "terms_searched_from": Words("sökt från", "searched from"),
    "terms_other_pages": Words("övriga sidor", "other pages"),
    "terms_more_pages": Words("{count} till", "{count} more"),
    "terms_nothing": Words("gav inget {count} av {all}", "found nothing {count} of {all}"),
    "terms_nothing_some": Words("gav ibland inget", "sometimes found nothing"),
    # What has no name
    "terms_withheld": Words("Utan namn hos {engine}", "Unnamed by {engine}"),
    "terms_unknown": Words("okänt", "unknown"),
    "terms_rare_why": Words(
        "Sällsynta: det som en enda person har skrivit kan röja vem det är. Ett ord visas därför först efter att minst "
        "{threshold} besök har haft det under samma {window}. Gränsen räknar besök, inte personer.",
        "Rare: what a single person has typed can tell who it is. A term is therefore shown only after at least "
        "{threshold} visits have had it in the same {window}. The limit counts visits, not persons."),
    "terms_withheld_why": Words(
        "Utan namn hos en sökmotor: alla klick och visningar som den räknar, utom dem på ord som nämns här.",
        "Unnamed by an engine: all clicks and impressions that it counts, but for those of the terms named here."),
    "terms_withheld_google": Words(
        "Ord som få har sökt på nämner Google aldrig, och av de andra bara en del när de är många.",
        "Terms that few have searched for Google never names, and of the others only some where they are many."),
    "terms_withheld_bing": Words(
        "Bing säger inte vilka ord som utelämnas. Här utelämnas dessutom de ord hos Bing som har visats färre än "
        "{threshold} gånger.",
        "Bing does not say which terms are left out. Here, those of Bing's that were shown fewer than {threshold} "
        "times are left out as well."),
    "terms_withheld_unknown": Words(
        "Hur mycket {engine} inte nämner är okänt: för de här dagarna finns inget totalt antal att jämföra med.",
        "How much {engine} leaves unnamed is unknown: for these days there is no total to compare with."),
    "terms_withheld_page": Words(
        "Bara {engine} kan säga vilken sida ett ord ledde till. Ord som {engine} inte nämner saknas, och ord som gav "
        "sidan färre än {threshold} klick; hur många de är sägs inte per sida.",
        "Only {engine} can tell which page a term led to. Terms that {engine} does not name are missing, and terms "
        "that gave the page fewer than {threshold} clicks; how many they are is not told by page."),
    # How to read it
    "terms_how": Words("Så läser du listan", "How to read the list"),
    "terms_how_bases": Words(
        "Klick, visningar och placering är sökmotorns egna siffror, om alla som sökte där, oavsett svar på frågan om "
        "kakor. En visning är en gång som webbplatsen syntes bland träffarna, och 1,0 är den första platsen. Besök "
        "räknar Räkneverk, och bara efter ett ja. Därför läggs siffror från olika källor aldrig ihop. Sökmotorernas "
        "dygn följer klockan på USA:s västkust.",
        "Clicks, impressions and position are the engine's own figures, of all who searched there, whatever their "
        "answer to the cookie question. An impression is one time that the website was shown among the results, and "
        "1.0 is the first place. Visits are counted by Räkneverk, and only after a yes. Figures of different origins "
        "are therefore never added up. The engines' days follow the clock of the American west coast."),
    "terms_how_order": Words(
        "Ordningen: flest klick hos någon av sökmotorerna först, sedan flest besök, sedan flest visningar.",
        "The order: the most clicks by any one engine first, then the most visits, then the most impressions."),
    "terms_how_chosen": Words("Här visas de främsta från varje källa.", "The foremost of each origin are shown here."),
    "terms_how_dash": Words("Ett streck är inte noll: källan säger inget om det.",
                      "A dash is not zero: the origin says nothing of it."),
    "terms_how_rare_beside": Words(
        "Ett ord som {engine} nämner kan vara sällsynt bland besöken. Då står det utan besök här. Är det få besök kan "
        "sökmotorns ord och dagens sidor tillsammans peka ut vad ett enskilt besök sökte efter.",
        "A term that {engine} names may be rare among the visits. It then stands here without visits. Where visits are "
        "few, the engine's terms and the day's pages together can single out what one visit searched for."),
    "terms_too_short": Words(
        "Sökmotorernas ord visas för minst en vecka: av färre dagar kunde de peka ut ett enskilt besök.",
        "The engines' terms are shown for at least a week: of fewer days they could single out one visit."),
    "terms_too_short_show": Words("Visa de senaste 28 dagarna", "Show the last 28 days"),
    # Nothing there
    "terms_none_imported": Words(
        "Sökmotorer skickar inte längre med sökord. Hämta dem från Google och Bing i stället.",
        "Search engines no longer send terms along. Fetch them from Google and Bing instead."),
    "terms_none_imported_viewer": Words(
        "Sökmotorer skickar inte längre med sökord. Den som äger webbplatsen kan hämta dem från Google och Bing.",
        "Search engines no longer send terms along. The website's owner can fetch them from Google and Bing."),
    "terms_bring_in": Words("Hämta sökord", "Fetch search terms"),
    "terms_manage": Words("Siffror från Google och Bing", "Figures from Google and Bing"),
    "terms_empty": Words("Inga sökord under perioden.", "No search terms in this period."),
    "terms_empty_page": Words("Inga sökord är kända för sidan under perioden.",
                        "No search terms are known of the page in this period."),
    "terms_empty_no-figures": Words(
        "Vilka sökord som ledde till en viss sida kan bara sökmotorerna säga.",
        "Which terms led to a certain page only search engines can tell."),
    "terms_empty_no-pairs": Words(
        "Vilka sökord som ledde till just den här sidan vet bara Google, och säger det först när tjänsten är ansluten: "
        "det står inte i exporterade filer.",
        "Which terms led to this very page only Google knows, and tells it only when connected: exported files do not "
        "say it."),
    # The list on a page of its own
    "terms_find": Words("Sök i listan", "Find in the list"),
    "terms_find_do": Words("Sök", "Find"),
    "terms_find_none": Words("Inget ord här innehåller ”{find}”.", "No term here contains “{find}”."),
    "terms_find_all": Words("Visa alla", "Show all"),
    "terms_place": Words("{first}–{last} av {all}", "{first}–{last} of {all}"),
    "terms_previous": Words("Föregående", "Previous"),
    "terms_next": Words("Nästa", "Next"),
    "terms_leaf": Words("Sidor i listan", "Pages of the list"),
    "terms_show_all": Words("Visa alla {count} sökord", "Show all {count} search terms"),
}  # fmt: skip
