"""Headers that hold names, addresses or numbers of people, or free text in which people are named.

In English, German, French, Spanish, Portuguese, Italian and Dutch. Works on names only; `personal_values` looks at what
columns hold. A key such as `Requester ID` is a pseudonym and no name: it is read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SOMEONE: Final = (
    # English
    r"requeste?or|requester|assignee|reporter|submitter|agent|caller|user|end_user|employee|person|manager|author"
    r"|creator|csm|owner|representative|technician|engineer|advis[eo]r|supervisor|operator|respondent|recipient|sender"
    r"|follower|watcher|collaborator|teammate|responder|contact(_person)?"
    # German; with the endings that women and men are named by together
    r"|(ansprechpartner|bearbeiter|sachbearbeiter|melder|anforderer|antragsteller|ersteller|verfasser|autor|mitarbeiter"
    r"|kundenbetreuer|betreuer|anwender|benutzer|nutzer|besitzer|inhaber|absender|empfa?e?nger|verantwortlicher"
    r"|zusta?e?ndiger)(s|n)?(_?in(nen)?)?|ansprechperson|kontakt(person)?"
    # French
    r"|demandeu(r|se)|interlocut(eur|rice)|responsable|auteur|utilisat(eur|rice)|employee?|salariee?|conseill(er|ere)"
    r"|gestionnaire|technicien(ne)?|proprietaire|destinataire|expediteur|correspondante?"
    # Spanish, Portuguese, Italian
    r"|conta(c|t)?to|solicitante|requerente|responsavel|autora?|usuari[oa]|utilizador|emplead[oa]|funcionari[oa]"
    r"|colaborador|agente|propriet?ari[oa]|tecnic[oa]|asesor|remitente|remetente|destinatari[oa]|persona|richiedente"
    r"|referente|responsabile|autore|utente|dipendente|operatore|mittente"
    # Dutch
    r"|contactpersoon|aanvrager|indiener|medewerker|behandelaar|eigenaar|gebruiker|afzender|ontvanger|verantwoordelijke"
)
_NAME: Final = "name|nom|nombre|nome|naam"
_OF: Final = r"(of(_the)?|d|de|du|des|der|del|do|da|dell[ao]|van)(_(la|l|het|de))?"
_WHOSE: Final = (
    r"customer|case|account|ticket|company|deal|incident|request|conversation|primary|main|current|internal|external"
)
_WHO: Final = (
    rf"^(({_WHOSE})_)?({_SOMEONE})(_(full_)?({_NAME}))?$",
    rf"^(full_)?({_NAME})_({_OF}_)?({_SOMEONE})$",
    r"^(kontakt|bearbeiter|benutzer|nutzer|mitarbeiter|melder|contact|gebruikers)(name|naam)$",
    rf"^({_NAME})$",
    r"^(cc|bcc)(_.*)?$",
    # English, German, French, Spanish, Portuguese, Italian, Dutch: who did it, or who has it
    r"(^|_)(created|updated|modified|opened|closed|resolved|solved|handled|raised|reported|requested|approved|answered)"
    r"_by(_(user|name))?$|(^|_)assigned_to(_(user|name))?$",
    r"(^|_)(erstellt|angelegt|bearbeitet|geandert|geaendert|gemeldet|geschlossen|gelost|geloest)_von$|(^|_)zugewiesen_an$",
    r"(^|_)(cree|modifie|ferme|resolu)e?_par$|(^|_)(assigne|attribue)e?_a$",
    r"(^|_)(creado|modificado|cerrado|resuelto|criado|fechado|resolvido)_por$|(^|_)(asignado|atribuido|assegnato)_a$",
    r"(^|_)(creato|modificato|chiuso|risolto)_da$|(^|_)(aangemaakt|gewijzigd|gesloten|opgelost)_door$",
    r"(^|_)toegewezen_aan$",
)
_ANYWHERE: Final = (
    # e-mail
    r"e_?mail(_?adress?e?)?|e_?mail_?adres|mail(_?adress?e?)?|mailadres|courriel|adresse_electronique"
    r"|corr?eio(_eletronico)?|correo(_electronico)?|posta_elettronica",
    # telephone
    r"phone|telephone|telefon(nummer|nr)?|telefon[oe]|telefoon(nummer)?|tel|mobile|mobil(nummer|telefon)?|movil"
    r"|handy(nummer)?|rufnummer|celular|cellulare|telemovel|mobiel(nummer)?|gsm|fax|telefax|whatsapp",
    # parts of a name
    r"(first|last|given|family|full|sur|middle|maiden|nick|user|login|screen)_?names?|vorname|nachname|familienname"
    r"|geburtsname|benutzername|prenoms?|nom_(de_famille|complet|d_utilisateur)|apellidos?"
    r"|nombre_(completo|de_usuario)|nome_(completo|utente|de_(usuario|utilizador))|sobrenome|apelido|cognome"
    r"|voornaam|achternaam|volledige_naam|gebruikersnaam",
    # birth
    r"birth_?da(y|te)|date_of_birth|dob|geburtsdatum|geburtstag|date_de_naissance|fecha_de_nacimiento"
    r"|data_de_nascimento|data_di_nascita|geboortedatum",
    # numbers that the state or a bank gave
    r"ssn|iban|social_security(_number)?|passport(_number)?|credit_card(_number)?|card_number|bank_account"
    r"|kreditkarte|kreditkartennummer|kontonummer|sozialversicherungsnummer|numero_de_securite_sociale|dni|nif|cpf"
    r"|codice_fiscale|bsn|ip_adress?e?|ip_address|adresse_ip|(direccion|endereco|indirizzo)_ip|ip_adres",
)
_AT_THE_END: Final = (
    r"(address|adresse|anschrift|direccion|endereco|morada|indirizzo|adres|street|strasse|rue|calle|rua|straat"
    r"|hausnummer)(_line)?(_\d)?"
)
_PERSONAL: Final = re.compile("|".join((*_WHO, rf"(^|_)({'|'.join(_ANYWHERE)})(_|$)", rf"(^|_){_AT_THE_END}$")))
_NOT_THEIRS: Final = re.compile(
    r"^(is|has|number_of|count_of|num|anzahl|aantal)_"
    r"|_(counts?|sent|received|opened|clicked|bounced|rate|share|app|os|version|plan|device|status|channel|types?"
    r"|template|domain|services?|support|opt_in|opt_out|consent|verified|team|group|queue|id)$"
)
"""What makes it a fact about messages or devices, not an address or a number: `Emails sent`, `Mobile app`."""

_WRITTEN: Final = (
    r"subject|description|body|comments?|messages?|notes?|remarks?|feedback|verbatim|transcript|signature"
    r"|betreff|(kurz)?beschreibung|kommentare?|nachricht|notiz(en)?|bemerkung(en)?|anmerkung(en)?|freitext"
    r"|objet|sujet|commentaires?|remarques?|asunto|descripcion|comentarios?|mensaje|observacion(es)?"
    r"|assunto|descricao|mensagem|observacao|observacoes|oggetto|descrizione|comment[oi]|messaggio"
    r"|onderwerp|omschrijving|beschrijving|opmerking(en)?|bericht|notities?|toelichting"
)
_WRITTEN_WHERE: Final = (
    r"case|ticket|incident|request|issue|conversation|customer|agent|internal|public|private|short|long|work|close"
    r"|resolution|additional|survey|csat|nps|first|last|latest"
)
_FREE_TEXT: Final = re.compile(rf"^(({_WRITTEN_WHERE})_)*({_WRITTEN})$")


def is_personal(header: str) -> bool:
    """Whether a header by its words holds names, addresses or numbers of people."""
    words = _words(header)
    return bool(_PERSONAL.search(words)) and not _NOT_THEIRS.search(words)


def is_free_text(header: str) -> bool:
    """Whether a header by its words holds what somebody wrote, in which people may be named."""
    return bool(_FREE_TEXT.search(_words(header)))


def _words(header: str) -> str:
    """Return a header's words in lower case without accents, joined by `_`: `OwnerEmail` and `Owner e-mail` are one."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", header)
    plain = unicodedata.normalize("NFKD", parted.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^0-9a-z]+", "_", letters).strip("_")
