"""`summary`."""

from tests import factories


def test_summary_counts_what_is_public(manage):
    factories.published_status_change(status="fulfilled")
    factories.CommitmentFactory()

    ran = manage("summary")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 commitments, 0 events and 0 reported figures from 1 sources")
    assert "1 fulfilled" in ran.out
    assert "1 status changes; 2 citations, of which 1 of external pages, not quoted" in ran.out
