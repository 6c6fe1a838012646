"""Collectives and the authority register. Included before the organisations' own paths."""

from django.urls import path

from parties.views import authority, collectives, mandates

urlpatterns = [
    path("collectives/", collectives.index, name="collectives"),
    path("collectives/new/", collectives.new, name="collective_new"),
    path("collectives/<slug:slug>/", collectives.show, name="collective"),
    path("collectives/<slug:slug>/members/", collectives.add_members, name="collective_add"),
    path("collectives/<slug:slug>/members/<slug:member>/", collectives.end_membership, name="collective_end"),
    path("authority/evidence/<slug:token>/", authority.evidence, name="evidence"),
    path("authority/mandates/<slug:reference>/", mandates.show, name="mandate"),
    path("authority/mandates/<slug:reference>/end/", mandates.end, name="mandate_end"),
    path("authority/mandates/<slug:reference>/for/<slug:slug>/", mandates.answer, name="mandate_answer"),
    path("authority/mandates/<slug:reference>/for/<slug:slug>/withdraw/", mandates.withdraw, name="mandate_withdraw"),
    path("<slug:slug>/signatories/", authority.register, name="signatories"),
    path("<slug:slug>/signatories/add/", authority.add, name="signatory_add"),
    path("<slug:slug>/signatories/<slug:reference>/end/", authority.end, name="signatory_end"),
    path("<slug:slug>/signatories/<slug:reference>/delegate/", authority.delegate, name="delegation_add"),
    path("<slug:slug>/delegations/<slug:reference>/end/", authority.end_delegation, name="delegation_end"),
    path("<slug:slug>/mandates/propose/", mandates.propose, name="mandate_propose"),
]
