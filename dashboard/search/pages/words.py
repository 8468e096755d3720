"""The words of the pages about search engines' figures, in Swedish and English, one row each."""

from typing import Final

from dashboard.locale.words import Words

SEARCH_WORDS: Final[dict[str, Words]] = {
    # The page
    "engines": Words("Siffror från Google och Bing", "Figures from Google and Bing"),
    "engines_lead": Words(
        "En webbplats får sällan veta vad någon sökte på innan den kom dit. Google och Bing vet det, och visar det för "
        "den som äger webbplatsen. Här tar du in de siffrorna.",
        "A website is seldom told what was searched for before someone came. Google and Bing know, and show it to "
        "whoever owns the website. Here you bring those figures in."),
    "engines_basis": Words(
        "Det är sökmotorernas egna siffror, om alla som sökte hos dem, oavsett vad de svarade på din fråga om kakor. "
        "Räkneverk berättar inget för dem om dina besökare.",
        "They are the engines' own figures, of everyone who searched there, whatever their answer to your cookie "
        "question. Räkneverk tells them nothing about your visitors."),
    "engines_viewer": Words("Du kan se hur det står till. Den som äger webbplatsen kan ändra.",
                            "You can see how things stand. The website's owner can change them."),
    "engines_not_named": Words(
        "Din policy räknar inte upp sökord, så inga siffror tas emot. Be den som driver Räkneverk att lägga till "
        "search_terms i policyn. Då frågas alla besökare på nytt.",
        "Your policy does not name search terms, so no figures are taken in. Ask whoever runs Räkneverk to add "
        "search_terms to the policy. All visitors are then asked again."),
    "engines_unsaid": Words(
        "Policyn nämner inte {engine}: besökarna får inte veta att du får siffror därifrån, så inga tas emot. Be den "
        "som driver Räkneverk att publicera en ny version med {engine} under [[provider]]. Ingen besökare frågas på "
        "nytt.",
        "The policy does not name {engine}: visitors are not told that you receive figures from there, so none are "
        "taken in. Ask whoever runs Räkneverk to publish a new version with {engine} under [[provider]]. No visitor is "
        "asked again."),
    "engines_unsaid_rows": Words("Raderna som saknas", "The rows that are missing"),
    "way_unsaid": Words("Policyn nämner inte {engine}: se ovan.", "The policy does not name {engine}: see above."),
    "engine_google": Words("Google", "Google"),
    "engine_bing": Words("Bing", "Bing"),
    # What is held
    "held_nothing": Words("Inga siffror än.", "No figures yet."),
    "held_days": Words("Dagar", "Days"),
    "held_terms": Words("Sökord", "Search terms"),
    "held_clicks": Words("Klick", "Clicks"),
    "held_least": Words("minst {count}", "at least {count}"),
    "held_gaps": Words("Alla dagar däremellan finns inte.", "Not every day in between is there."),
    "held_of": Words(
        "Det som är hämtat kommer från {property}. Byter du till en annan webbplats hos {engine} raderas det, och den "
        "nyas siffror hämtas. Det du har laddat upp står kvar.",
        "What is fetched comes from {property}. If you change to another site at {engine} it is deleted, and the new "
        "one's figures are fetched. What you have uploaded stays."),
    "state_off": Words("Inte ansluten", "Not connected"),
    "state_on": Words("Ansluten", "Connected"),
    "state_trouble": Words("Behöver dig", "Needs you"),
    "state_waiting": Words("Försöker igen", "Trying again"),
    "state_choose": Words("Nästan klar", "Almost done"),
    "form_oauth": Words("Med ett Google-konto: {property}.", "By a Google account: {property}."),
    "form_service-account": Words("Med ett tjänstekonto: {property}.", "By a service account: {property}."),
    "form_key": Words("Med en API-nyckel: {property}.", "By an API key: {property}."),
    "whole_domain": Words("hela domänen {domain}", "the whole domain {domain}"),
    "fetched_never": Words("Siffrorna hämtas för första gången inom några minuter.",
                           "The figures are fetched for the first time within minutes."),
    "fetched_complete": Words("Hämtades senast {time}.", "Last fetched {time}."),
    "fetched_tried": Words("Försökte senast {time}.", "Last tried {time}."),
    "fetched_more": Words("Allt är inte hämtat än: det tas en bit i taget.",
                          "Not everything is fetched yet: it is taken a piece at a time."),
    "fetched_next": Words("Nästa gång {time}.", "Next {time}."),
    "at": Words("{day} kl. {hour}.{minute}", "{day} at {hour}:{minute}"),
    # Troubles: what failed, and what to do
    "trouble_malformed": Words("Det som sparats för {engine} är ingen nyckel.", "What is kept for {engine} is no key."),
    "remedy_malformed": Words("Koppla från här nedan, behåll siffrorna, och anslut igen.",
                              "Disconnect below, keep the figures, and connect again."),
    "trouble_unregistered": Words("Det här Räkneverket är inte längre registrerat hos {engine}.",
                                  "This Räkneverk is no longer registered at {engine}."),
    "remedy_unregistered": Words(
        "Be den som driver Räkneverk att lägga tillbaka registreringen (inställningen RAKNEVERK_GOOGLE_CLIENT). Till "
        "dess kan du ladda upp en fil.",
        "Ask whoever runs Räkneverk to put the registration back (the setting RAKNEVERK_GOOGLE_CLIENT). Until then you "
        "can upload a file."),
    "trouble_revoked": Words("{engine} godtar inte anslutningen längre.", "{engine} no longer accepts the connection."),
    "remedy_revoked": Words(
        "Den kan ha tagits bort hos {engine}, ha gått ut, eller ha fallit när ett lösenord byttes. Koppla från här "
        "nedan, behåll siffrorna, och anslut igen.",
        "It may have been removed at {engine}, have expired, or have gone when a password was changed. Disconnect "
        "below, keep the figures, and connect again."),
    "trouble_forbidden": Words("Anslutningen får inte läsa {property}.", "The connection may not read {property}."),
    "remedy_forbidden": Words(
        "Öppna {engine}s sida för webbplatsens ägare och se till att kontot finns bland användarna. Tryck sedan på "
        "Pröva nu.",
        "Open {engine}'s page for website owners and see to it that the account is among the users. Then press Try "
        "now."),
    "trouble_property": Words("{engine} känner inte till {property}.", "{engine} does not know {property}."),
    "remedy_property": Words(
        "Webbplatsen kan ha tagits bort eller fått ett annat namn hos {engine}. Välj webbplats på nytt här nedan.",
        "The website may have been removed or renamed at {engine}. Choose the site again below."),
    "trouble_quota": Words("Dagens frågor till {engine} är slut.", "Today's questions to {engine} are used up."),
    "remedy_quota": Words("Du behöver inte göra något: resten hämtas i morgon.",
                          "You need not do anything: the rest is fetched tomorrow."),
    "trouble_throttled": Words("{engine} vill bli frågat långsammare.", "{engine} wants to be asked more slowly."),
    "remedy_throttled": Words("Du behöver inte göra något: ett nytt försök görs om en stund.",
                              "You need not do anything: it is tried again in a while."),
    "trouble_unreachable": Words("Servern nådde inte {engine}.", "The server did not reach {engine}."),
    "remedy_unreachable": Words(
        "Ett nytt försök görs om en stund. Händer det igen, be den som driver Räkneverk att kontrollera nätet.",
        "It is tried again in a while. If it happens again, ask whoever runs Räkneverk to check the network."),
    "trouble_unanswered": Words("{engine} svarade inte, eller bara till hälften.",
                                "{engine} did not answer, or only in part."),
    "remedy_unanswered": Words("Du behöver inte göra något: ett nytt försök görs om en stund.",
                               "You need not do anything: it is tried again in a while."),
    "trouble_server": Words("Något gick fel hos {engine}.", "Something went wrong at {engine}."),
    "remedy_server": Words("Du behöver inte göra något: ett nytt försök görs om en stund.",
                           "You need not do anything: it is tried again in a while."),
    "trouble_unreadable": Words("{engine} svarade på ett sätt som Räkneverk inte förstår.",
                                "{engine} answered in a way that Räkneverk does not understand."),
    "remedy_unreadable": Words(
        "{engine} kan ha ändrat sin tjänst. Be den som driver Räkneverk att uppdatera. Till dess kan du ladda upp en "
        "fil.",
        "{engine} may have changed its service. Ask whoever runs Räkneverk to upgrade. Until then you can upload a "
        "file."),
    "trouble_sealed": Words("Det som sparats för {engine} går inte att öppna.",
                            "What is kept for {engine} cannot be opened."),
    "remedy_sealed": Words(
        "Det är låst med en nyckel som inte finns kvar på servern, till exempel efter en flytt. Koppla från här nedan, "
        "behåll siffrorna, och anslut igen.",
        "It is sealed with a key that is no longer on the server, for instance after a move. Disconnect below, keep "
        "the figures, and connect again."),
    "trouble_unchosen": Words("Ingen webbplats är vald hos {engine}.", "No site is chosen at {engine}."),
    "remedy_unchosen": Words(
        "Välj den här nedan, så hämtas siffrorna.",
        "Choose it below, and the figures are fetched."),
    "engine_says": Words("{engine} skriver:", "{engine} writes:"),
    "tries": Words("Försök i rad som inte gått: {count}.", "Attempts in a row that failed: {count}."),
    # What can be done with a connection
    "try_now": Words("Pröva nu", "Try now"),
    "change_property": Words("Byt webbplats hos {engine}", "Change site at {engine}"),
    "choose_title": Words("Välj webbplats hos {engine}", "Choose the site at {engine}"),
    "choose_lead": Words("Flera passar. Den översta omfattar mest.", "Several fit. The first covers the most."),
    "choose_domain": Words("hela domänen", "the whole domain"),
    "choose_prefix": Words("adresser som börjar så", "addresses that begin so"),
    "choose": Words("Använd den", "Use it"),
    "chosen_gone": Words("Den går inte att välja längre. Här är de som passar nu.",
                         "It can no longer be chosen. Here are those that fit now."),
    "account_waiting": Words(
        "Nyckeln fungerar, men kontot får inte läsa {site} än. Lägg till den här adressen som användare med begränsad "
        "behörighet i Search Console, och tryck sedan på Pröva nu:",
        "The key works, but the account may not read {site} yet. Add this address as a user with restricted permission "
        "in Search Console, and then press Try now:"),
    "account_sees": Words("Kontot ser bara de här än så länge:", "So far the account sees only these:"),
    "account_address": Words("Kontots adress:", "The account's address:"),
    "disconnect": Words("Koppla från {engine}", "Disconnect {engine}"),
    "disconnect_lead": Words(
        "Det som Räkneverk har fått för att läsa hos {engine} raderas. Siffrorna kan stå kvar eller raderas med det.",
        "What Räkneverk was given to read at {engine} is deleted. The figures may stay or be deleted with it."),
    "disconnect_keep": Words("Koppla från, behåll siffrorna", "Disconnect, keep the figures"),
    "disconnect_forget": Words("Koppla från, radera siffrorna", "Disconnect, delete the figures"),
    "disconnect_google": Words(
        "Tillåtelsen hos Google återkallas också, om ingen annan webbplats i det här Räkneverket är ansluten på samma "
        "sätt.",
        "The permission at Google is withdrawn too, unless another site of this Räkneverk is connected in the same "
        "way."),
    "forget": Words("Radera siffrorna från {engine}", "Delete the figures from {engine}"),
    "forget_lead": Words("Det går inte att ångra. Du kan ladda upp filerna igen.",
                         "This cannot be undone. You can upload the files again."),
    "forget_do": Words("Radera siffrorna", "Delete the figures"),
    # Ways to get figures in
    "ways": Words("Så får du in siffror", "How to bring figures in"),
    "ways_lead": Words("Det enklaste först. Ett sätt räcker för varje sökmotor.",
                       "The easiest first. One way is enough for each engine."),
    "works": Words("Fungerar nu", "Works now"),
    "works_not": Words("Går inte här än", "Not possible here yet"),
    "works_maybe": Words("Fungerar ibland", "Works sometimes"),
    "works_used": Words("Används", "In use"),
    "works_spare": Words("Behövs inte", "Not needed"),
    "way_used": Words("{engine} är redan ansluten. Koppla från ovan om du vill byta sätt.",
                      "{engine} is already connected. Disconnect above if you want to change the way."),
    "way_file": Words("Ladda upp en fil", "Upload a file"),
    "way_file_lead": Words(
        "Google och Bing har en knapp som sparar siffrorna i en fil. Du behöver inte ansluta något, men får göra om "
        "det när du vill ha nyare siffror.",
        "Google and Bing have a button that saves the figures in a file. You need not connect anything, but must do it "
        "again when you want newer figures."),
    "file_google": Words("Var filen finns hos Google", "Where the file is at Google"),
    "file_google_1": Words("Öppna Search Console och välj din webbplats.", "Open Search Console and choose your site."),
    "file_google_2": Words("Välj Resultat och sedan Sökresultat (på engelska Performance, Search results).",
                           "Choose Performance, then Search results."),
    "file_google_3": Words(
        "Välj period, helst en hel månad: filen säger inte vilken dag någon sökte, bara vilken period den gäller. Inga "
        "filter och ingen jämförelse.",
        "Choose a period, best a whole month: the file does not say on which day anyone searched, only its period. No "
        "filters and no comparison."),
    "file_google_4": Words("Tryck på Exportera uppe till höger. Excel och CSV går lika bra.",
                           "Press Export at the top right. Excel and CSV are equally good."),
    "file_bing": Words("Var filen finns hos Bing", "Where the file is at Bing"),
    "file_bing_1": Words("Öppna Bing Webmaster Tools och välj din webbplats.",
                         "Open Bing Webmaster Tools and choose your site."),
    "file_bing_2": Words("Välj Search Performance och fliken Keywords.",
                         "Choose Search Performance and the tab Keywords."),
    "file_bing_3": Words("Välj period och skriv upp den: filen säger den inte, så Räkneverk frågar dig.",
                         "Choose a period and note it: the file does not tell it, so Räkneverk will ask you."),
    "file_bing_4": Words("Tryck på nedladdningsknappen ovanför tabellen.",
                         "Press the download button above the table."),
    "file_as_is": Words(
        "Filen som den är: packa inte upp den, och döp inte om den. ZIP, CSV eller Excel, högst {size}.",
        "The file as it is: do not unpack or rename it. ZIP, CSV or Excel, at most {size}."),
    "file": Words("Fil", "File"),
    "upload": Words("Läs in filen", "Read the file"),
    "way_google": Words("Anslut Google", "Connect Google"),
    "way_google_lead": Words(
        "Du loggar in hos Google och säger ja till att Räkneverk får läsa siffrorna. Sedan hämtas de varje dygn, "
        "första gången {months} månader tillbaka.",
        "You log in at Google and agree that Räkneverk may read the figures. They are then fetched every day, the "
        "first time {months} months back."),
    "way_google_none": Words(
        "Det kan bara den som driver Räkneverk öppna, en gång för alla webbplatser. Be den personen att registrera "
        "Räkneverk som OAuth-klient hos Google (inställningen RAKNEVERK_GOOGLE_CLIENT). Till dess går det bra med en "
        "fil.",
        "Only whoever runs Räkneverk can open this way, once for all sites. Ask that person to register Räkneverk as "
        "an OAuth client at Google (the setting RAKNEVERK_GOOGLE_CLIENT). Until then a file does well."),
    "way_google_do": Words("Anslut Google", "Connect Google"),
    "to_google": Words("Vidare till Google", "On to Google"),
    "to_google_lead": Words(
        "Logga in med det konto som har {site} i Search Console. Google frågar om Räkneverk får se siffrorna: det får "
        "bara läsa. Sedan kommer du tillbaka hit.",
        "Log in with the account that has {site} in Search Console. Google asks whether Räkneverk may see the figures: "
        "it may only read. Then you come back here."),
    "to_google_do": Words("Fortsätt till Google", "Continue to Google"),
    "to_google_elsewhere": Words(
        "Google släpper nog bara tillbaka dig till den adress som är registrerad där. Öppna Räkneverk på den i "
        "stället, eller be den som driver Räkneverk att registrera {redirect}.",
        "Google will probably let you back only to the address that is registered there. Open Räkneverk at that one, "
        "or ask whoever runs Räkneverk to register {redirect}."),
    "to_google_warning": Words(
        "Varnar Google för att appen inte är granskad? Det beror på att den som driver Räkneverk har registrerat den "
        "själv. Är du osäker, fråga den personen; annars går du vidare under Avancerat.",
        "Does Google warn that the app is not verified? That is because whoever runs Räkneverk registered it. If in "
        "doubt, ask that person; else go on under Advanced."),
    "to_google_back": Words("Avbryt", "Cancel"),
    "way_account": Words("Ett tjänstekonto hos Google", "A service account at Google"),
    "way_account_lead": Words(
        "För den som är van vid Google Cloud. Kontot får en egen adress, som läggs till som användare i Search "
        "Console.",
        "For those used to Google Cloud. The account has an address of its own, which is added as a user in Search "
        "Console."),
    "way_account_warning": Words(
        "Sedan april 2026 säger Search Console ofta att adressen inte finns när ett tjänstekonto läggs till. Gör då "
        "inte kontot till delegerad ägare: det får göra mer än att läsa. Ta fil eller Anslut Google i stället.",
        "Since April 2026, Search Console often says that the address is not found when a service account is added. Do "
        "not make the account a delegated owner instead: that may do more than read. Take a file or Connect Google."),
    "account_steps": Words(
        "Skapa en nyckel av typen JSON för kontot i Google Cloud, och ge den hit på ett av två sätt:",
        "Create a key of type JSON for the account in Google Cloud, and give it here in one of two "
        "ways:"),
    "account_file": Words("Nyckeln som fil", "The key as a file"),
    "account_text": Words("Eller klistra in nyckeln", "Or paste the key"),
    "way_bing": Words("Bings API-nyckel", "Bing's API key"),
    "way_bing_lead": Words(
        "Öppna Bing Webmaster Tools, kugghjulet uppe till höger, API access, API key. Nyckeln är din och öppnar alla "
        "dina webbplatser hos Bing, också för ändringar. Räkneverk läser bara.",
        "Open Bing Webmaster Tools, the gear at the top right, API access, API key. The key is yours and opens all "
        "your sites at Bing, to change things too. Räkneverk only reads."),
    "bing_key": Words("API-nyckel", "API key"),
    "connect": Words("Anslut", "Connect"),
    "sealed_note": Words("Det du ger hit prövas direkt, låses in krypterat på servern och visas aldrig igen.",
                         "What you give here is tried at once, kept encrypted on the server and never shown again."),
    # What became of it
    "done_connected": Words("{engine} är ansluten. De första siffrorna hämtas inom några minuter.",
                            "{engine} is connected. The first figures are fetched within minutes."),
    "done_replaced": Words(
        "{engine} är ansluten: {property}. Det som var hämtat från en annan webbplats är raderat, och de nya siffrorna "
        "hämtas inom några minuter.",
        "{engine} is connected: {property}. What was fetched from another site is deleted, and the new figures are "
        "fetched within minutes."),
    "done_disconnected": Words("{engine} är frånkopplad. Siffrorna står kvar.",
                               "{engine} is disconnected. The figures stay."),
    "done_forgotten": Words("Siffrorna från {engine} är raderade.", "The figures from {engine} are deleted."),
    "done_gone": Words("{engine} är frånkopplad och siffrorna är raderade.",
                       "{engine} is disconnected and the figures are deleted."),
    "done_tried": Words("{engine} svarar, och {property} kan läsas.", "{engine} answers, and {property} can be read."),
    "done_disconnected_untold": Words(
        "{engine} är frånkopplad. Siffrorna står kvar. Tillåtelsen hos Google är inte återkallad; det gör du i ditt "
        "Google-konto.",
        "{engine} is disconnected. The figures stay. The permission at Google is not withdrawn; you do that in your "
        "Google account."),
    "done_gone_untold": Words(
        "{engine} är frånkopplad och siffrorna är raderade. Tillåtelsen hos Google är inte återkallad; det gör du i "
        "ditt Google-konto.",
        "{engine} is disconnected and the figures are deleted. The permission at Google is not withdrawn; you do that "
        "in your Google account."),
    "refused_role": Words(
        "Bara den som äger webbplatsen kan ändra här.",
        "Only the website's owner can change things."),
    "refused_large": Words(
        "Filen är för stor: högst {size}. En fil från Googles eller Bings exportknapp är mycket mindre. Valde du rätt "
        "fil?",
        "The file is too large: at most {size}. A file from Google's or Bing's export button is much smaller. Did you "
        "choose the right one?"),
    "refused_nothing": Words("Välj en fil eller fyll i fältet först.", "Choose a file or fill in the field first."),
    "refused_action": Words("Så kan man inte göra här.", "That cannot be done here."),
    "refused_account": Words(
        "Det där är inte nyckeln till ett tjänstekonto. Den är en JSON-fil från Google Cloud som börjar med "
        "\"type\": \"service_account\". Inget är sparat.",
        "That is not the key of a service account. It is a JSON file from Google Cloud that begins with "
        "\"type\": \"service_account\". Nothing is kept."),
    "refused_connected": Words("{engine} är redan ansluten. Koppla från först.",
                               "{engine} is already connected. Disconnect first."),
    "refused_key": Words("{engine} godtar inte det du gav. Kontrollera att allt kom med. Inget är sparat.",
                         "{engine} does not accept what you gave. Check that all of it came along. Nothing is kept."),
    "refused_sealed": Words(
        "Räkneverk kan inte låsa in det du ger: nyckelfilen på servern är skadad. Be den som driver Räkneverk att läsa "
        "loggen: där står vad som ska göras. Inget är sparat.",
        "Räkneverk cannot seal what you give: the key file on the server is damaged. Ask whoever runs Räkneverk to "
        "read the log: it says what to do. Nothing is kept."),
    "refused_trouble": Words("Det gick inte att ansluta, och inget är sparat.",
                             "It could not be connected, and nothing is kept."),
    "refused_malformed": Words(
        "Det du gav ser inte ut som en nyckel från {engine}. Kopiera den på nytt, hela och inget annat. Inget är "
        "sparat, och {engine} är inte tillfrågad.",
        "What you gave does not look like a key from {engine}. Copy it anew, all of it and nothing else. Nothing is "
        "kept, and {engine} was not asked."),
    "again_while": Words("Försök igen om en stund.", "Try again in a while."),
    "again_tomorrow": Words("Försök igen i morgon.", "Try again tomorrow."),
    "again_network": Words(
        "Försök igen om en stund; händer det igen, be den som driver Räkneverk att kontrollera nätet.",
        "Try again in a while; if it happens again, ask whoever runs Räkneverk to check the network."),
    "again_access": Words("Se efter hos {engine} att kontot får läsa där, och anslut sedan igen.",
                          "See at {engine} that the account may read there, and then connect again."),
    "refused_property": Words(
        "Anslutningen fungerar, men ser inte {site} hos {engine}. Inget är sparat. Den ser bara de här:",
        "The connection works, but does not see {site} at {engine}. Nothing is kept. It sees only these:"),
    "refused_part": Words(
        "Anslutningen ser bara en del av {site} hos {engine}, och delens siffror skulle tas för hela webbplatsens. "
        "Lägg till hela webbplatsen där, och anslut igen. Inget är sparat. Anslutningen ser de här:",
        "The connection sees only a part of {site} at {engine}, whose figures would be taken for the whole site's. Add "
        "the whole site there, and connect again. Nothing is kept. The connection sees these:"),
    "refused_no_property": Words(
        "Anslutningen fungerar, men ser ingen webbplats alls hos {engine}. Inget är sparat. Lägg till {site} där, "
        "eller anslut med det konto som har den.",
        "The connection works, but sees no site at all at {engine}. Nothing is kept. Add {site} there, or connect with "
        "the account that has it."),
    "missing_property": Words("Anslutningen ser inte {site} hos {engine} just nu. Den ser de här:",
                              "The connection does not see {site} at {engine} just now. It sees these:"),
    "missing_part": Words(
        "Anslutningen ser bara en del av {site} hos {engine}, och delens siffror skulle tas för hela webbplatsens. "
        "Lägg till hela webbplatsen där, och tryck sedan på Pröva nu. Anslutningen ser de här:",
        "The connection sees only a part of {site} at {engine}, whose figures would be taken for the whole site's. Add "
        "the whole site there, and then press Try now. The connection sees these:"),
    "missing_all": Words("Anslutningen ser ingen webbplats hos {engine} just nu.",
                         "The connection sees no site at {engine} just now."),
    "megabytes": Words("{count} MB", "{count} MB"),
    "more_properties": Words("… och {count} till.", "… and {count} more."),
    # Coming back from Google
    "consent_access_denied": Words("Du sade nej hos Google, så inget är anslutet. Du kan försöka igen när du vill.",
                                   "You said no at Google, so nothing is connected. You can try again at any time."),
    "consent_scope": Words(
        "Google lät inte Räkneverk läsa siffrorna: rutan för Search Console var inte ikryssad. Försök igen och kryssa "
        "i den. Inget är anslutet.",
        "Google did not let Räkneverk read the figures: the box for Search Console was not ticked. Try again and tick "
        "it. Nothing is connected."),
    "consent_late": Words("Det tog för lång tid, eller började i en annan webbläsare. Försök igen. Inget är anslutet.",
                          "It took too long, or began in another browser. Try again. Nothing is connected."),
    "consent_client": Words(
        "Google känner inte igen Räkneverks registrering. Be den som driver Räkneverk att se över den. Inget är "
        "anslutet.",
        "Google does not recognise Räkneverk's registration. Ask whoever runs Räkneverk to look it over. Nothing is "
        "connected."),
    "consent_policy": Words(
        "Google tillåter inte det här för ditt konto. Är det ett konto på ett företag kan dess administratör behöva "
        "säga ja. Inget är anslutet.",
        "Google does not permit this for your account. If it is a company's account, its administrator may have to "
        "agree. Nothing is connected."),
    "consent_later": Words("Google hade ett fel just nu. Försök igen om en stund. Inget är anslutet.",
                           "Google had an error just now. Try again in a while. Nothing is connected."),
    "consent_other": Words("Google avbröt med beskedet ”{error}”. Inget är anslutet. Försök igen.",
                           "Google broke off with the word “{error}”. Nothing is connected. Try again."),
}  # fmt: skip
