using System.Diagnostics;
using System.Globalization;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.IO;

namespace Mixtura.Tests.Streaming;

/// <summary>A fit of a file, run as a process of its own: prints the model's bits and, last, the most memory that was resident.</summary>
internal static class StreamedFit
{
    public static GaussianMixtureOptions Options { get; } = new() { Restarts = 1, Em = new EmOptions { MaxIterations = 3, Tolerance = 0 } };

    public static int Run(string[] args)
    {
        using var rows = RowFile.Open(args[0]);
        foreach (double number in Numbers(GaussianMixture.Fit(rows, 2, Options)))
        {
            Console.WriteLine(BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture));
        }

        using var own = Process.GetCurrentProcess();
        Console.WriteLine(own.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Bound, weights, means and covariances.</summary>
    public static IEnumerable<double> Numbers(GaussianMixtureFit fit)
    {
        var parameters = MixtureParameters.Of(fit.Model);
        return [fit.LowerBound, .. parameters.Weights, .. parameters.Means.SelectMany(static mean => mean), .. parameters.Covariances.SelectMany(static rows => rows.SelectMany(static row => row))];
    }
}
