"""The fixed sentences of the cookie page: the choice, what is stored, the receipt, and a visitor's rights."""

from typing import Final

from policy.trial import SENTENCES
from policy.words import Language

_SENTENCES: Final[dict[str, dict[Language, str]]] = {
    # The page around the parts
    "title": {"sv": "Kakor och ditt val", "en": "Cookies and your choice"},
    "lead": {
        "sv": "Här ser du vad {host} har sparat hos dig, och här kan du ändra dig.",
        "en": "Here you see what {host} has stored on your device, and here you can change your mind.",
    },
    "other": {"sv": "In English", "en": "På svenska"},
    "policy": {"sv": "Integritetspolicy", "en": "Privacy policy"},
    "back": {"sv": "Tillbaka till kakor och ditt val", "en": "Back to cookies and your choice"},
    # The choice
    "choice": {"sv": "Ditt val", "en": "Your choice"},
    "saving": {
        "sv": "Vill du ha kvar kvittot, spara det först: ett nej tar bort det.",
        "en": "If you want to keep the receipt, save it first: a no removes it.",
    },
    "unanswered": {
        "sv": "Just nu: du har inte svarat, och vi räknar inte dina besök.",
        "en": "At present: you have not answered, and we do not count your visits.",
    },
    "unanswered_services": {
        "sv": "Just nu: du har inte svarat. Vi räknar inte dina besök och laddar inget från andra företag.",
        "en": "At present: you have not answered. We do not count your visits and load nothing from other companies.",
    },
    "lapsed": {
        "sv": "Just nu: det svar som finns i webbläsaren gäller inte längre. Vi räknar inte dina besök.",
        "en": "At present: the answer that your browser keeps does not hold any more. We do not count your visits.",
    },
    "lapsed_services": {
        "sv": "Just nu: det svar som finns i webbläsaren gäller inte längre. Vi räknar inte dina besök och laddar "
        "inget från andra företag.",
        "en": "At present: the answer that your browser keeps does not hold any more. We do not count your visits and "
        "load nothing from other companies.",
    },
    "despite": {
        "sv": "Webbläsaren säger nej åt dig (Global Privacy Control eller Do Not Track). Säger du ändå ja här gäller "
        "ditt ja.",
        "en": "Your browser says no for you (Global Privacy Control or Do Not Track). If you say yes here all the "
        "same, your yes holds.",
    },
    "in_spite": {
        "sv": "Webbläsaren säger nej åt dig (Global Privacy Control eller Do Not Track), men du har själv sagt ja, och "
        "det gäller.",
        "en": "Your browser says no for you (Global Privacy Control or Do Not Track), but you have said yes yourself, "
        "and that holds.",
    },
    "accepted": {"sv": "Godkänt: {items}.", "en": "Accepted: {items}."},
    "declined": {"sv": "Inte godkänt: {items}.", "en": "Not accepted: {items}."},
    "holds": {
        "sv": "Svaret gäller version {version} av policyn. Webbläsaren minns det i {days} från den dag du gav det; ett "
        "ja och ett nej lika länge.",
        "en": "The answer is to version {version} of the policy. Your browser remembers it for {days} from the day you "
        "gave it; a yes and a no equally long.",
    },
    "holds_unknown": {
        "sv": "Version {version} är inte känd här, där den nyaste är version {newest}. Svaret gäller ändå.",
        "en": "Version {version} is not known here, where the newest is version {newest}. The answer holds all the "
        "same.",
    },
    "whole": {"sv": "Allt: {services}", "en": "All: {services}"},
    "single": {"sv": "Eller var för sig:", "en": "Or one by one:"},
    "saved": {"sv": "Ditt svar är sparat.", "en": "Your answer is saved."},
    "unchanged": {
        "sv": "Det svaret gällde redan. Inget har ändrats och inget har räknats.",
        "en": "That answer held already. Nothing has changed and nothing was counted.",
    },
    "cleared": {
        "sv": "Kvittot på ett tidigare ja låg kvar i webbläsaren. Det är borttaget, eftersom inget ja gäller.",
        "en": "The receipt of an earlier yes was still in your browser. It is removed, because no yes holds.",
    },
    "unkept": {
        "sv": "Vi har tagit emot ditt svar, men webbläsaren har inte sparat det: den tar inte emot kakor härifrån. "
        "Webbplatsen kan därför fråga igen.",
        "en": "We have received your answer, but your browser has not kept it: it does not accept cookies from here. "
        "So the website may ask again.",
    },
    "stale": {
        "sv": "Policyn har ändrats sedan du öppnade sidan, på ett sätt som gör att vi frågar igen. Ditt svar är inte "
        "sparat och inte räknat. Läs frågan på nytt och svara en gång till.",
        "en": "The policy has changed since you opened the page, in a way that makes us ask again. Your answer is not "
        "saved and not counted. Please read the question anew and answer once more.",
    },
    "erased": {
        "sv": "Det som inte är godkänt och kan finnas kvar i webbläsarens lokala lagring tar webbplatsens skript bort "
        "nästa gång du öppnar {host}. En sida som redan är öppen märker ditt svar när du går tillbaka till den.",
        "en": "What is not accepted and may remain in the browser's local storage is deleted by the website's script "
        "the next time you open {host}. A page that is open already notices your answer when you go back to it.",
    },
    "erased_services": {
        "sv": "Det som inte är godkänt och kan finnas kvar, i webbläsarens lokala lagring eller som kakor från en "
        "tjänst, tar webbplatsens skript bort nästa gång du öppnar {host}, om det går att ta bort därifrån. En sida "
        "som redan är öppen märker ditt svar när du går tillbaka till den.",
        "en": "What is not accepted and may remain, in the browser's local storage or as cookies of a service, is "
        "deleted by the website's script the next time you open {host}, if it can be deleted from there. A page that "
        "is open already notices your answer when you go back to it.",
    },
    "foreign": {
        "sv": "Den här sidan visas av {service}, som inte hör till {domain}. Därför lämnar webbläsaren inte ut dina "
        "kakor från {host} hit, och ditt val kan inte ändras här.",
        "en": "This page is shown by {service}, which is not part of {domain}. That is why your browser does not hand "
        "out your cookies from {host} here, and your choice cannot be changed here.",
    },
    "foreign_way": {
        "sv": "Ändra det på webbplatsen: öppna {link} och tryck på Kakor längst ned.",
        "en": "Change it on the website: open {link} and press Kakor (cookies) at the bottom.",
    },
    "foreign_plain": {
        "sv": "Utan JavaScript: radera webbplatsens kakor i webbläsaren.",
        "en": "Without JavaScript: delete the website's cookies in your browser.",
    },
    # What is stored
    "stored": {"sv": "Vad som finns hos dig nu", "en": "What is on your device now"},
    "stored_lead": {
        "sv": "Det här ser servern i ditt anrop. Andra kakor läser den inte.",
        "en": "This is what the server sees in your request. It reads no other cookies.",
    },
    "is_choice": {"sv": "ditt svar, med värdet {value}.", "en": "your answer, with the value {value}."},
    "is_unknown": {
        "sv": "finns, men är inget svar som webbplatsen känner igen.",
        "en": "is there, but is no answer that the website recognises.",
    },
    "is_receipt": {"sv": "ditt kvitto, som du kan läsa nedan.", "en": "your receipt, which you can read below."},
    "is_file": {
        "sv": "ditt kvitto, som du kan spara som en fil; se nedan.",
        "en": "your receipt, which you can save as a file; see below.",
    },
    "is_unreadable": {
        "sv": "finns, men går inte att läsa som ett kvitto härifrån; se nedan.",
        "en": "is there, but cannot be read as a receipt from here; see below.",
    },
    "is_absent": {"sv": "finns inte.", "en": "is not there."},
    "is_mark": {
        "sv": "märket för {link}: den här webbläsarens besök räknas inte.",
        "en": "the mark for {link}: this browser's visits are not counted.",
    },
    "mark": {"sv": "egna besök", "en": "own visits"},
    "seen_lead": {
        "sv": "Och det här ser webbläsaren själv av det övriga som policyn räknar upp:",
        "en": "And this is what the browser itself sees of what else the policy lists:",
    },
    "seen_elsewhere": {
        "sv": "Det som ligger i lokal lagring under {host} syns inte från {service}.",
        "en": "What lies in local storage under {host} cannot be seen from {service}.",
    },
    "here": {"sv": "finns nu", "en": "is there now"},
    "absent": {"sv": "finns inte", "en": "is not there"},
    "unseen": {"sv": "syns inte härifrån", "en": "cannot be seen from here"},
    "declared": {"sv": "Vad som kan sparas, och varför", "en": "What can be stored, and why"},
    # The receipt
    "receipt": {"sv": "Ditt kvitto", "en": "Your receipt"},
    "receipt_lead": {
        "sv": "När du säger ja får webbläsaren ett signerat kvitto. Vi sparar ingen kopia. Det är likadant för alla "
        "som sa ja till detsamma samma dag, och säger inte vem du är. Var du ensam om svaret den dagen finns kvittot "
        "bara hos dig.",
        "en": "When you say yes, your browser is given a signed receipt. We keep no copy. It is the same for everyone "
        "who said yes to the same on the same day, and does not say who you are. If nobody else gave that answer that "
        "day, only you have this receipt.",
    },
    "receipt_sound": {
        "sv": "Underskriften stämmer, och webbplatsens liggare bekräftar kvittot: det är utfärdat här och har inte "
        "ändrats.",
        "en": "The signature is right, and the website's ledger confirms the receipt: it was issued here and has not "
        "been altered.",
    },
    "receipt_disowned": {
        "sv": "Kvittot är undertecknat här, men webbplatsens liggare stämmer inte med det. Spara kvittot och fråga "
        "{controller}.",
        "en": "The receipt was signed here, but the website's ledger does not agree with it. Save it and ask "
        "{controller}.",
    },
    "receipt_idle": {
        "sv": "Just nu kan vi inte kontrollera eller utfärda kvitton. Ditt svar gäller ändå.",
        "en": "Receipts cannot be checked or issued just now. Your answer holds all the same.",
    },
    "receipt_bad": {
        "sv": "Det kvitto som finns i webbläsaren går inte att bekräfta: det är ändrat, skadat eller utfärdat någon "
        "annanstans. Vill du ha ett nytt, ta tillbaka allt och säg ja igen.",
        "en": "The receipt in your browser cannot be confirmed: it has been altered or damaged, or was issued "
        "elsewhere. If you want a new one, withdraw everything and say yes again.",
    },
    "receipt_other": {
        "sv": "Kvittot gäller ett annat svar än det som gäller nu.",
        "en": "The receipt is for another answer than the one that holds now.",
    },
    "receipt_several": {
        "sv": "Din webbläsare har flera kvitton. Radera kakorna för {domain} i webbläsaren om det här är fel.",
        "en": "Your browser holds several receipts. If this is wrong, delete the cookies of {domain} in the browser.",
    },
    "receipt_file": {"sv": "Spara kvittot som en fil", "en": "Save the receipt as a file"},
    "receipt_none": {
        "sv": "Du har inget kvitto, eftersom du inte har godkänt något.",
        "en": "You have no receipt, because you have not accepted anything.",
    },
    "receipt_lapsed": {
        "sv": "Du har inget kvitto, eftersom inget ja gäller just nu.",
        "en": "You have no receipt, because no yes holds at present.",
    },
    "receipt_undeclared": {
        "sv": "Du har inget kvitto: den version av policyn som du har svarat på nämner inget, och då sparas inget.",
        "en": "You have no receipt: the version of the policy that you answered does not name one, so none is stored.",
    },
    "receipt_missing": {
        "sv": "Webbläsaren har inget kvitto på ditt ja. Det kan ha rensats bort, eller så nådde ditt svar aldrig "
        "servern. Vill du ha ett, ta tillbaka allt och säg ja igen.",
        "en": "Your browser has no receipt for your yes. It may have been cleared, or your answer never reached the "
        "server. If you want one, withdraw everything and say yes again.",
    },
    # Rights
    "rights": {"sv": "Dina rättigheter", "en": "Your rights"},
    "rights_statistics": {
        "sv": "Statistiken består av antal, utan namn, IP-adress eller id. Vi kan som regel inte se vilken del som kom "
        "från dig, och därför oftast inte lämna ut, rätta eller radera något om just dig (artikel 11). Kan du visa vad "
        "som gäller dig prövar vi det.",
        "en": "The statistics are counts, without name, IP address or identifier. As a rule we cannot see which part "
        "came from you, and so usually cannot hand out, rectify or erase anything about you (Article 11). If you can "
        "show what concerns you, we will look into it.",
    },
    "rights_typed": {
        "sv": "Namn känner vi inte igen. Har du eller någon annan sökt på ditt namn, eller står det i en sidas adress, "
        "kan det finnas i statistiken. Hör av dig i så fall. Ett sökord sparas i klartext bland antalen först efter "
        "minst {visits} besök.",
        "en": "We do not recognise names. If you or someone else has searched for your name, or it stands in a page's "
        "address, it may be in the statistics. If so, get in touch. A search term is stored in plain text among "
        "the counts only after at least {visits} visits.",
    },
    "rights_named": {
        "sv": "Namn känner vi inte igen. Står ditt namn i en sidas adress kan det finnas i statistiken. Hör av dig i "
        "så fall.",
        "en": "We do not recognise names. If your name stands in a page's address, it may be in the statistics. If "
        "so, get in touch.",
    },
    "rights_registers": {
        "sv": "Beställningar, mejl, bokningar, journaler och annat som du har lämnat till {controller} är andra "
        "register, som vi inte kopplar ihop med statistiken. Vill du veta vad som står där, eller få det rättat eller "
        "raderat, fråga:",
        "en": "Orders, e-mail, bookings, records and whatever else you have given to {controller} are other registers, "
        "which we do not link to the statistics. To learn what is in them, or to have it rectified or erased, ask:",
    },
    # What a visit would write
    "explain": {"sv": "Vad som sparas om en sidvisning", "en": "What is stored of a page view"},
    "explain_lead": {
        "sv": "Det här sparas när du öppnar en sida och har sagt ja till statistik: en rad i ett mellanlager på "
        "servern, och de antal som raden höjer. Det här är ett prov, och inget av det sparas eller räknas.",
        "en": "This is stored when you open a page and have said yes to statistics: a line in a buffer on the server, "
        "and the counts that the line raises. This is a trial, and nothing of it is stored or counted.",
    },
    "explain_apart": {
        "sv": "Klick, händelser och mått på sidor skickas för sig. De får egna rader i samma mellanlager, bara med det "
        "som de räknas tillsammans med, och höjer varken besök eller sidvisningar.",
        "en": "Clicks, events and measurements of pages are sent by themselves. They have lines of their own in the "
        "same buffer, only with what they are counted together with, and raise neither visits nor page views.",
    },
    "explain_none": {
        "sv": "Med JavaScript påslaget kan du här se hur raden för en sidvisning ser ut.",
        "en": "With JavaScript switched on you can see here what the line of a page view looks like.",
    },
    "explain_page": {"sv": "Sidans adress", "en": "The page's address"},
    "explain_referrer": {
        "sv": "Adressen som besöket började från (tomt om du kom direkt)",
        "en": "The address that the visit began from (empty if you came directly)",
    },
    "explain_visit": {"sv": "Sidan är den första på besöket", "en": "The page is the first of the visit"},
    "explain_first": {
        "sv": "Sidan visas för första gången på besöket",
        "en": "The page is seen for the first time in the visit",
    },
    "explain_previous": {
        "sv": "Om du sökte: sidan som du sökte från",
        "en": "If you searched: the page you searched from",
    },
    "explain_before": {
        "sv": "Sidan du var på före, om den hör till webbplatsen",
        "en": "The page you were on before, if it belongs to the website",
    },
    "explain_missing": {"sv": "Adressen leder inte till någon sida", "en": "The address leads to no page"},
    "explain_browser": {
        "sv": "När du trycker på Visa läses och skickas också det som policyn nämner av webbläsarens språk, dess "
        "tidszon och skärmens bredd.",
        "en": "When you press Show, what the policy names of your browser's language, time zone and screen width is "
        "read and sent too.",
    },
    "explain_nothing": {"sv": "Sökningen gav inget", "en": "The search found nothing"},
    "explain_show": {"sv": "Visa", "en": "Show"},
    "explain_failed": {
        "sv": "Det gick inte att fråga servern. Försök igen om en stund.",
        "en": "The server could not be asked. Please try again in a while.",
    },
    "explain_unread": {
        "sv": "Sidans adress går inte att läsa. Skriv den som i webbläsaren, till exempel https://{host}/.",
        "en": "The page's address cannot be read. Write it as in the browser, such as https://{host}/.",
    },
    "explain_counted": {"sv": "Sidvisningen räknas.", "en": "The page view is counted."},
    "explain_would": {
        "sv": "Just nu skickas inget, eftersom du inte har sagt ja till statistik. Efter ett ja skulle det bli så här.",
        "en": "At present nothing is sent, as you have not said yes to statistics. After a yes it would be like this.",
    },
    "explain_ignored": {
        "sv": "Sidvisningen räknas inte. Orsak: {reason}. Bara orsaken räknas.",
        "en": "The page view is not counted. Reason: {reason}. Only the reason is counted.",
    },
    "explain_line": {"sv": "Raden i mellanlagret", "en": "The line in the buffer"},
    "explain_counts": {"sv": "Antalen som höjs", "en": "The counts that are raised"},
    # What cannot be done
    "problem_404": {"sv": "Sidan finns inte", "en": "There is no such page"},
    "problem_site": {
        "sv": "Ingen webbplats med det namnet använder tjänsten.",
        "en": "No website of that name uses this service.",
    },
    "problem_unnamed": {
        "sv": "Adressen ska sluta med webbplatsens namn, till exempel example.se.",
        "en": "The address should end with the website's name, such as example.se.",
    },
    "problem_version": {
        "sv": "Integritetspolicyn för {host} har ingen sådan version. Versioner som finns: {versions}.",
        "en": "The privacy policy of {host} has no such version. Existing versions: {versions}.",
    },
    "problem_receipt": {
        "sv": "Webbläsaren har inget giltigt kvitto att spara.",
        "en": "Your browser has no valid receipt to save.",
    },
    "problem_403": {"sv": "Svaret togs inte emot", "en": "The answer was not taken"},
    "problem_origin": {
        "sv": "Formuläret skickades från en annan webbplats, eller så talar webbläsaren inte om varifrån. Ingen annan "
        "ska kunna svara åt dig. Öppna sidan och svara där.",
        "en": "The form was sent from another website, or your browser does not say from where. Nobody else may answer "
        "for you. Open the page and answer there.",
    },
    "problem_400": {"sv": "Svaret kunde inte läsas", "en": "The answer could not be read"},
    "problem_answer": {
        "sv": "Formuläret innehöll något som inte hör hit. Inget är sparat. Öppna sidan och svara igen.",
        "en": "The form held something that does not belong here. Nothing is saved. Open the page and answer again.",
    },
    "problem_429": {"sv": "För många svar på kort tid", "en": "Too many answers in a short time"},
    "problem_flood": {
        "sv": "Vänta en minut och försök igen. Inget är sparat.",
        "en": "Wait a minute and try again. Nothing is saved.",
    },
    "problem_503": {"sv": "Svaret kunde inte sparas just nu", "en": "The answer could not be saved just now"},
    "problem_disk": {
        "sv": "Försök igen om en stund. Inget är sparat, och det som gällde förut gäller fortfarande.",
        "en": "Try again in a while. Nothing is saved, and what held before still holds.",
    },
}


def rights(language: Language) -> dict[str, str]:
    """Every sentence by its key; some hold fields in braces."""
    return {key: texts[language] for key, texts in (_SENTENCES | SENTENCES).items()}
