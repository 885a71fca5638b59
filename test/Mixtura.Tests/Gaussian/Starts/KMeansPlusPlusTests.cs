using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Tests.Gaussian.Starts;

public class KMeansPlusPlusTests
{
    /// <summary>
    /// Beside a centre at 0, the row at 1 of weight 6 is drawn with probability 6/(6 + 9), that at 3 of weight 1 with 9/15; with the first Σw·min d² is 4, with the
    /// second 6. The better of two draws is the first with probability 1 − (9/15)² = 0.64.
    /// </summary>
    [Fact]
    public void SecondCentre_IsTheBetterOfTwoDraws()
    {
        const int Streams = 5000;
        var rows = new MemoryRows(new RowMatrix(new double[] { 0, 1, 3 }, 1), new double[] { 100, 6, 1 });
        var summary = DataSummary.Of(rows);
        var sample = RowSample.Draw(rows, summary, threads: 1, seed: 0, CancellationToken.None);
        int fromZero = 0;
        int better = 0;
        for (ulong stream = 0; stream < Streams; stream++)
        {
            double[] centres = KMeansPlusPlusStart.ChooseCentres(sample, 2, new RandomSource(7, stream), new WorkCount(3, 2));
            bool isFromZero = centres[0] == sample.Standardized(0)[0];
            fromZero += isFromZero ? 1 : 0;
            better += isFromZero && centres[1] == sample.Standardized(1)[0] ? 1 : 0;
        }

        // five standard deviations
        Agree.Within(100 / 107.0, (double)fromZero / Streams, 5 * Math.Sqrt(0.07 / Streams), "share of first centres at 0");
        Agree.Within(0.64, (double)better / fromZero, 5 * Math.Sqrt(0.64 * 0.36 / fromZero), "share of second centres at 1");
    }
}
