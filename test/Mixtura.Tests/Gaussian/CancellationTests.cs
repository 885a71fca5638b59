using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Bayesian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>Whoever interrupts waits for no further sweep over the data, at whatever moment, and keeps what was found.</summary>
public class CancellationTests
{
    // a block or two that are being read, and those of a pass that has begun
    private const int MostReadsAfter = 4;

    private static readonly MemoryRows Rows = new(Shapes.Clusters(20_000, 2, 2, seed: 21).Rows);

    [Fact]
    public void OfAGivenStart_ReadsNoFurther()
    {
        var start = GaussianMixture.Fit(Rows, 2, new GaussianMixtureOptions { Restarts = 1, Em = new EmOptions { MaxIterations = 1 } }).Model;
        var options = new GaussianMixtureOptions { Start = start, Em = new EmOptions { Threads = 1, MaxIterations = 3, Tolerance = 0 } };
        AtEveryRead((rows, token) => GaussianMixture.Fit(rows, 2, options, null, token) is var fit && Says(fit.StopReason, fit.Warnings, fit.LowerBound, token));
    }

    [Fact]
    public void OfASearch_ReadsNoFurther()
    {
        var options = new GaussianMixtureOptions { Restarts = 2, Em = new EmOptions { Threads = 1, MaxIterations = 3, Tolerance = 0 } };
        AtEveryRead((rows, token) => GaussianMixture.Fit(rows, 2, options, null, token) is var fit && Says(fit.StopReason, fit.Warnings, fit.LowerBound, token));
    }

    [Fact]
    public void OfAVariationalFit_ReadsNoFurther()
    {
        var options = new VariationalOptions { Restarts = 2, Em = new EmOptions { Threads = 1, MaxIterations = 3, Tolerance = 0 } };
        AtEveryRead((rows, token) => VariationalGaussianMixture.Fit(rows, 2, options, null, token) is var fit && Says(fit.StopReason, fit.Warnings, fit.LowerBound, token));
    }

    private static bool Says(StopReason reason, IReadOnlyList<string> warnings, double bound, CancellationToken token)
    {
        Assert.True(double.IsFinite(bound));
        return !token.IsCancellationRequested
            || (reason == StopReason.Cancelled && warnings.Any(static warning => warning.StartsWith("Cancelled", StringComparison.Ordinal)));
    }

    private static void AtEveryRead(Func<IRowSource, CancellationToken, bool> fit)
    {
        using var never = new CancellationTokenSource();
        var whole = new CancellingRows(Rows, never, 0);
        Assert.True(fit(whole, CancellationToken.None));
        int kept = 0;
        for (int read = 1; read < whole.Reads - 1; read += Math.Max(1, whole.Reads / 150))
        {
            using var source = new CancellationTokenSource();
            var rows = new CancellingRows(Rows, source, read);
            try
            {
                Assert.True(fit(rows, source.Token), $"read {read} of {whole.Reads}");
                kept++;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(0, kept);
            }

            Assert.True(rows.Reads - read <= MostReadsAfter, $"read {read} of {whole.Reads}: {rows.Reads - read} more");
        }

        Assert.True(kept > 0);
    }
}
