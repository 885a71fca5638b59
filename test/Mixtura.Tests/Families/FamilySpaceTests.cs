using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Tests.Families;

/// <summary>What the search makes of any family's sums: merges, splits and moves, against what they must be in numbers.</summary>
public class FamilySpaceTests
{
    private static readonly PoissonParameters Model = new([0.4, 0.3, 0.3], [5, 5, 50]);
    private static readonly PoissonParameters Halves = new([0.25, 0.75], [4, 6]);

    [Fact]
    public void Merging_CostsNothingForEqualComponentsAndMuchForFarOnes()
    {
        var space = Space();
        var view = new SampleView<PoissonParameters, Sums>(space.Thinned, 3, space.NewFamily(), space.Work);
        view.Look(Model);
        Assert.InRange(space.MergeCost(Model, view, 0, 1), -0.05, 1e-9);
        Assert.InRange(space.MergeCost(Model, view, 0, 2), 1, 100);
    }

    [Fact]
    public void SplitComponent_IsReplacedByItsHalves()
    {
        var joined = Space().Joined(Model, 0, Halves);
        Agree.Within([0.1, 0.3, 0.3, 0.3], joined.Weights, 1e-15, "weights");
        Assert.Equal([4, 5, 50, 6], joined.Rates.ToArray());
    }

    [Fact]
    public void Move_PutsTheMergedOneFirstAndTheHalvesAfterIt()
    {
        var three = new PoissonParameters([0.5, 0.3, 0.2], [5, 40, 60]);
        var moved = Space().Apply(Model, new Move<PoissonParameters>(new MoveKey(Split: 2, First: 0, Second: 1), three, 0));
        Agree.Within([0.5, 0.3, 0.2], moved.Weights, 1e-15, "weights");
        Assert.Equal([5, 40, 60], moved.Rates.ToArray());
    }

    private static FamilySpace<PoissonParameters, Sums> Space()
    {
        var rows = new MemoryRows(new Mixture<PoissonParameters, Sums>(new PoissonFamily(), Model).Sample(2000, seed: 3));
        var summary = DataSummary.Of(rows);
        var start = new StartContext(RowSample.Draw(rows, summary, 1, 0, default), summary, 3, true, 0);
        return new FamilySpace<PoissonParameters, Sums>(new PoissonFamily(), rows, start, new MixtureOptions(), default);
    }
}
