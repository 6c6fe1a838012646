"""Every address of the portal beside the rule that it follows."""

from tests.architecture import (
    access_approvals,
    access_campaigns,
    access_changing,
    access_checking,
    access_discussion,
    access_disposal,
    access_drafting,
    access_ends,
    access_issues,
    access_parties_pages,
    access_reviewing,
    access_signing_answers,
    access_signing_joining,
    access_signing_lead,
    access_signing_papers,
    access_signing_signatory,
    access_signing_verify,
    access_starting,
    access_succession,
    access_templates,
    access_time,
)
from tests.architecture import access_table as a
from tests.architecture.access_table import Row, words

_PUBLIC = words("""
    start help accessibility privacy cookies terms security security_txt status styleguide healthz dev_people
    notices:mailbox accounts:organisation_sign_in account_inactive account_reset_password account_reset_password_done
    account_reset_password_from_key_done socialaccount_login_cancelled
""")
_SIGNED_IN = words("""
    home search accounts:details accounts:confirm mfa_reauthenticate account_change_password account_email
    usersessions_list mfa_index mfa_list_webauthn socialaccount_connections notices:preferences notices:messages
    notices:organisations lawfulbasis:catalogue lawfulbasis:checks lawfulbasis:changes agreements:list reviews:list
    parties:directory parties:collectives parties:import_template_csv parties:import_template_xlsx
    agreements:saved_views agreements:save_view
""")
_UNSIGNED = words("account_login account_request_login_code accounts:signed_out")
_ONLY_POSTED = words("hide_cookie_notice accounts:invitation_as_another accounts:invitation_ask parties:switch")
# Signed in, but this step is not the next one, or it wants proof first.
_LED_ELSEWHERE = words("""
    accounts:factor_needed accounts:organisation_link account_confirm_login_code mfa_login_webauthn mfa_authenticate
    account_reauthenticate mfa_reauthenticate_webauthn account_set_password account_email_verification_sent
    mfa_activate_totp mfa_deactivate_totp mfa_generate_recovery_codes mfa_add_webauthn parties:invitation
""")

_ACCOUNTS: dict[str, Row] = {
    "accounts:change": a.signed_in(lambda world: {"question": "job-title"}),
    "accounts:invitation": a.everyone(410),
    "accounts:invitation_link": a.everyone(410, lambda world: {"token": "x" * 43}),
    "account_signup": a.row(a.nothing, a.ELSEWHERE, anonymous=410),
    "account_signup_by_passkey": a.row(a.nothing, a.ELSEWHERE, anonymous=410),
    "mfa_signup_webauthn": a.everyone(a.ELSEWHERE),
    "account_logout": a.row(a.nothing, 200, anonymous=a.ELSEWHERE),
    "account_reset_password_from_key": a.everyone(410, lambda world: {"uidb36": "a", "key": "b-c"}),
    "mfa_view_recovery_codes": a.row(a.nothing, 404, (a.ELSEWHERE, ("administrator",))),
    "mfa_download_recovery_codes": a.row(a.nothing, 404, (a.ELSEWHERE, ("administrator",))),
    "mfa_edit_webauthn": a.signed_in(lambda world: {"pk": 1}, a.ELSEWHERE),
    "mfa_remove_webauthn": a.signed_in(lambda world: {"pk": 1}, a.ELSEWHERE),
    "socialaccount_login_error": a.everyone(401),
    "socialaccount_signup": a.everyone(a.SIGN_IN),
    "notices:message": a.row(lambda world: {"pk": world.notice.pk}, 404, (200, ("signatory",))),
    "notices:mail": a.everyone(404, lambda world: {"id": "0" * 32}),
}

_ROOF: dict[str, Row] = {
    "help_topic": a.public(lambda world: {"slug": "signing"}),
    "extend_session": a.row(a.nothing, 204, anonymous=403),
    "favicon": a.everyone(301),
    "operations": a.row(a.nothing, 404, (200, ("operator",))),
    "readyz": a.Row({}, (200, 503), a.nothing),
    "lawfulbasis:check": a.signed_in(lambda world: {"id": "PTY-01"}),
    "lawfulbasis:change": a.signed_in(lambda world: {"day": "2026-02-05"}),
    "lawfulbasis:entry": a.signed_in(lambda world: {"code": world.law}),
}

_ORGANISATIONS: dict[str, Row] = {
    "parties:organisation": a.signed_in(a.home),
    "parties:add": a.operator(),
    "parties:import": a.operator(),
    "parties:import_check": a.no_longer_there(lambda world: {"reference": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}),
    "parties:import_problems": a.no_longer_there(lambda world: {"reference": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}),
    "parties:import_discard": a.only_posted(lambda world: {"reference": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}),
    "parties:accept_invitation": a.only_posted(),
    "parties:change": a.editing(a.with_(a.home, card="about")),
    "parties:add_contact": a.editing(a.home),
    "parties:change_contact": a.editing(a.contact),
    "parties:remove_contact": a.editing(a.contact),
    "parties:assurance": a.editing(a.with_(a.home, kind="dspt")),
    "parties:end": a.operator(a.home),
    "parties:undo_end": a.signed_in(a.home, 403),
    "parties:set_up": a.staff(a.home),
    "parties:terms": a.row(a.home, 404, (a.ELSEWHERE, a.STAFF)),
    "parties:settings": a.staff(a.home),
    "parties:change_settings": a.row(a.with_(a.home, card="reviews"), 404, (403, a.STAFF), (200, ("administrator",))),
    "parties:logo": a.row(a.home, 404, (403, a.STAFF), (200, ("administrator",))),
    "parties:logo_picture": a.staff(a.home),
    "parties:activity": a.staff(a.home),
    "parties:activity_csv": a.staff(a.home),
    "parties:people": a.staff(a.home),
    "parties:invite": a.row(a.home, 403, (200, ("administrator",))),
    "parties:send_again": a.only_posted(a.offer),
    "parties:withdraw_offer": a.only_posted(a.offer),
    "parties:change_roles": a.managing_people(a.member),
    "parties:suspend": a.managing_people(a.member),
    "parties:restore": a.row(a.member, 404, (403, a.HOME)),
    "parties:remove": a.row(a.member, 404, (403, a.STAFF), (200, ("administrator", "reader"))),
    "parties:leave": a.row(a.member, 404, (200, ("reader",))),
}

_AUTHORITY: dict[str, Row] = {
    "parties:collective": a.signed_in(a.group),
    "parties:collective_new": a.row(a.nothing, 403, (200, ("administrator", "outsider", "operator"))),
    "parties:collective_add": a.row(a.group, 403, (200, ("administrator", "operator"))),
    "parties:collective_end": a.row(
        lambda world: a.group(world) | {"member": world.home.slug}, 403, (200, ("administrator", "operator"))
    ),
    "parties:evidence": a.no_longer_there(lambda world: {"token": "x" * 30}),
    "parties:signatories": a.row(a.home, 404, (200, (*a.STAFF, "operator"))),
    "parties:signatory_add": a.row(a.home, 404, (403, (*a.STAFF, "operator")), (200, ("administrator",))),
    "parties:signatory_end": a.row(a.authority, 404, (403, (*a.STAFF, "operator")), (200, ("administrator",))),
    "parties:delegation_add": a.row(
        a.authority, 404, (403, (*a.STAFF, "operator")), (200, ("administrator", "signatory"))
    ),
    "parties:delegation_end": a.no_longer_there(a.authority),
    "parties:mandate": a.row(a.mandate, 404, (200, ("partner", *a.STAFF, "operator"))),
    "parties:mandate_end": a.row(a.mandate, 404, (403, ("partner", *a.STAFF, "operator")), (200, ("administrator",))),
    "parties:mandate_propose": a.row(a.home, 404, (403, (*a.STAFF, "operator")), (200, ("administrator",))),
    "parties:mandate_answer": a.row(a.asked, 404, (403, ("partner", "operator"))),
    "parties:mandate_withdraw": a.row(a.asked, 404, (403, ("partner", "operator"))),
}


_AGREEMENTS: dict[str, Row] = {
    "agreements:list_export": a.signed_in(lambda world: {"kind": "csv"}),
    "agreements:rename_view": a.row(lambda world: {"reference": world.view.reference}, 404, (200, ("administrator",))),
    "agreements:delete_view": a.row(lambda world: {"reference": world.view.reference}, 404, (200, ("administrator",))),
    "agreements:law_change": a.signed_in(lambda world: {"day": "2026-02-05"}),
    "agreements:overview": a.party(),
    "agreements:preview": a.party(),
    "agreements:export": a.party(),
    "agreements:replace": a.party(),
    "agreements:import": a.row(a.nothing, 403, (200, ("partner", "officer"))),
    "agreements:import_check": a.no_longer_there(lambda world: {"reference": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}),
    "agreements:freeze": a.party(),
    "agreements:unfreeze": a.party(),
    "agreements:version": a.party(a.version),
    "agreements:pdf": a.party(a.version),
    "agreements:retry_pdf": a.only_posted(a.version),
    "agreements:json": a.party(a.version),
    "agreements:publication": a.party(a.version),
    "agreements:publication_pdf": a.row(a.version, 404, (a.ELSEWHERE, a.PARTIES)),
}

ROUTES: dict[str, Row] = (
    {name: a.public() for name in _PUBLIC}
    | {name: a.signed_in() for name in _SIGNED_IN}
    | {name: a.unsigned() for name in _UNSIGNED}
    | {name: a.only_posted() for name in _ONLY_POSTED}
    | {name: a.signed_in(answer=a.ELSEWHERE) for name in _LED_ELSEWHERE}
    | _ACCOUNTS
    | _ROOF
    | _ORGANISATIONS
    | _AUTHORITY
    | _AGREEMENTS
    | access_drafting.ROUTES
    | access_parties_pages.ROUTES
    | access_templates.ROUTES
    | access_discussion.ROUTES
    | access_starting.ROUTES
    | access_checking.ROUTES
    | access_approvals.ROUTES
    | access_reviewing.ROUTES
    | access_issues.ROUTES
    | access_campaigns.ROUTES
    | access_time.ROUTES
    | access_changing.ROUTES
    | access_succession.ROUTES
    | access_ends.ROUTES
    | access_disposal.ROUTES
    | access_signing_joining.ROUTES
    | access_signing_verify.ROUTES
    | access_signing_signatory.ROUTES
    | access_signing_lead.ROUTES
    | access_signing_papers.ROUTES
    | access_signing_answers.ROUTES
)
