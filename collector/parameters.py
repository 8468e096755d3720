"""Names of parameters whose whole value goes, Swedish and English, as sites and services write them."""

import re

from collector.decoding import decodings, unaccented, view_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names without accents and separators, and some that are nothing without.
_EXACT_NAMES = {"_ga", "_gl", "_hsenc", "_ke", "_kx"}
_NAMES = _words("""
    name namn fornamn efternamn mellannamn tilltalsnamn fullnamn fullstandigtnamn dittnamn kundnamn
    kontaktperson firstname lastname middlename fullname surname givenname familyname yourname customername
    contactname displayname nickname smeknamn fname lname email epost mail mejl emailaddress emailadress
    epostadress mailadress mejladress mailaddress useremail youremail dinepost customeremail contactemail
    subscriberemail tel telefon telefonnummer telefonnr telnr tfn mobil mobilnummer mobilnr mobiltelefon phone
    phonenumber telephone cellphone mobile mobilephone yourphone swish swishnummer fax pnr personnummer
    personnr persnr pnummer personid personalnumber samordningsnummer ssn socialsecuritynumber nationalid
    passnummer passport passportnumber korkortsnummer fodelsedatum fodelsedag dob birthdate birthday
    dateofbirth kundnr kundnummer kundid customerid customernumber medlemsnummer medlemsnr medlemsid memberid
    membernumber patientid patientnummer journalnummer anstallningsnummer employeeid user userid username uid
    login loginid anvandare anvandarnamn anvandarid subscriberid contactid leadid adress address gatuadress
    gata street streetaddress hemadress postadress postaladdress leveransadress fakturaadress deliveryaddress
    shippingaddress billingaddress addressline careof postnummer postnr zip zipcode postcode postalcode
    password passwd passwort pwd pass passphrase losenord losen pin pinkod pincode otp engangskod secret
    clientsecret key apikey accesskey privatekey signature sig token accesstoken refreshtoken idtoken
    authtoken apitoken usertoken csrf csrftoken xsrf xsrftoken csrfmiddlewaretoken authenticitytoken
    resettoken resetpasswordtoken confirmationtoken invitationtoken unsubscribetoken logintoken sessiontoken
    auth authorization credential credentials jwt bearer ticket nonce samlresponse samlrequest bankid authcode
    authorizationcode codeverifier verificationcode kortnummer kortnr kreditkort cardnumber cardno creditcard
    creditcardnumber ccnumber ccnum cvc cvv cvc2 cvv2 iban kontonummer kontonr bankkonto accountnumber
    accountno bankaccount session sessionid sessid sid phpsessid jsessionid aspsessionid aspnetsessionid cfid
    cftoken visitorid clientid deviceid udid idfa idfv gaid aaid imei macaddress ip ipaddress ipadress ipaddr
    fingerprint gclid gbraid wbraid dclid fbclid msclkid ttclid twclid yclid ymclid lifatid igshid igsh mceid
    mkttok clickid irclickid rbclickid scclid sccid epik rdtcid qclid wickedid vmcid zanpid cjevent awc tduid
    efid scid srsltid mibextid hsctatracking hssc hstc hsfp hubspotutk veroid olyanonid olyencid openstat
    bbeid mlsubscriber mlsubscriberhash kenshooclickid elqtrackid ctctid sfmcsub
""")
_BARE = str.maketrans("[", ".", "]_-+ ")
# These as the last words of a longer name too: `billing_first_name`, `barnets_namn`, `kontakt.e-post`.
_LAST_WORDS = _words("""
    name namn fornamn efternamn firstname lastname surname email epost mail mejl tel telefon telefonnummer phone
    phonenumber telephone mobil mobilnummer mobilnr personnummer personnr pnr ssn fodelsedatum birthdate
    dateofbirth address adress epostadress emailaddress gatuadress postnummer postcode zipcode password losenord
    token secret kortnummer cardnumber iban
""")
# But a `product_name` is nobody's.
_THINGS = _words("""
    product produkt item vara artikel article file fil domain doman host server page sida site brand marke
    varumarke category kategori tag event evenemang kurs course class method function field falt form formular
    template mall layout theme tema variable key column kolumn table tabell filter campaign kampanj list lista
    group grupp team city stad ort kommun country land region color colour farg model modell type typ package
    paket plan game spel project projekt app service tjanst store butik shop node element font image bild video
    document dokument device os browser network query database db schema bucket folder mapp path
""")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W_]+")


def is_sensitive(name: str) -> bool:
    """Whether a parameter of this name goes whole; of `a[b]` and `a.b` the last part counts."""
    if "%" in name:
        name = decodings(view_of(name))[-1].text
    written, name = name, unaccented(name)
    if name in _NAMES or name in _EXACT_NAMES:
        return True
    parts = list(filter(None, (part.rstrip("0123456789") for part in name.translate(_BARE).split("."))))
    if parts and (parts[-1] in _NAMES or "".join(parts) in _NAMES):
        return True
    words = [word for word in _NO_WORD.split(unaccented(_CAMEL.sub("_", written))) if word]
    return any(_ends_with(words, number) for number in (1, 2, 3) if number < len(words))


def _ends_with(words: list[str], number: int) -> bool:
    last = "".join(words[-number:]).rstrip("0123456789")
    return last in _LAST_WORDS and not (last in {"name", "namn"} and words[-number - 1] in _THINGS)
