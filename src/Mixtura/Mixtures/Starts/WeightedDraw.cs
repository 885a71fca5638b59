using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>Decides row by row what goes into a sample: one unit drawn at random from each of equal stretches of the total weight, so that a row of
/// weight 2 is drawn as two rows would be, and one of weight 0 never.</summary>
/// <param name="summary">The rows of positive weight and their total weight.</param>
/// <param name="most">The most rows that are all taken, as they are.</param>
/// <param name="seed">The seed.</param>
internal sealed class WeightedDraw(DataSummary summary, int most, ulong seed)
{
    private readonly bool takesAll = summary.WeightedRows <= most;
    private readonly double stretch = summary.TotalWeight / most;
    private readonly RandomSource random = new(seed, ulong.MaxValue);
    private double passed;
    private double target = double.NaN;
    private int drawn;

    /// <summary>The weight that the next row, of weight <paramref name="weight"/>, has in the sample: 0 if it is not in it.</summary>
    public double WeightOf(double weight)
    {
        if (takesAll || weight == 0)
        {
            return weight;
        }

        passed += weight;
        int times = 0;
        for (; Target() < passed; Advance())
        {
            times++;
        }

        return times * stretch;
    }

    private double Target()
    {
        if (double.IsNaN(target))
        {
            target = drawn < most ? (drawn + random.NextUniform()) * stretch : double.PositiveInfinity;
        }

        return target;
    }

    private void Advance()
    {
        drawn++;
        target = double.NaN;
    }
}
