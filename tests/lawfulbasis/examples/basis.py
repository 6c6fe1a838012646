"""Examples of the rules on parties, bases and conditions."""

from tests.lawfulbasis.examples import basis_art6, basis_offences, basis_parties, basis_special, basis_special_asks

EXAMPLES = {
    **basis_parties.EXAMPLES,
    **basis_art6.EXAMPLES,
    **basis_special.EXAMPLES,
    **basis_special_asks.EXAMPLES,
    **basis_offences.EXAMPLES,
}
