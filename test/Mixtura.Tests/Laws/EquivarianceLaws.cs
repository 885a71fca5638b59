using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>Data in other units or about another origin give the same fit in those units, from the start on.</summary>
public class EquivarianceLaws
{
    private const double Shift = 1 << 27;
    // one start: of several that reach one optimum the last bits of their bounds would choose
    private static readonly GaussianMixtureOptions Options = new() { Restarts = 1, Em = new EmOptions { MaxIterations = 25, Tolerance = 0 } };

    public static TheoryData<string, string, string> Starts
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string shape in (string[])["a line", "a plane", "ties", "twelve features", "weighted"])
            {
                foreach (var structure in Shapes.Plain)
                {
                    foreach (var initialization in Initialization.All)
                    {
                        data.Add(shape, structure.Name, initialization.Name);
                    }
                }
            }

            return data;
        }
    }

    /// <remarks>A shift by 2²⁷ ≈ 1.3e8 standard deviations, exact for these data. A mean near it is a multiple of 1.5e-8 or 3e-8: parameters that depend
    /// on it agree to 1e-6; the bound, which is flat in the means where EM has converged, to 1e-9.</remarks>
    [Theory]
    [MemberData(nameof(Starts))]
    public void ShiftedData_GiveTheShiftedFit(string shape, string structure, string initialization)
    {
        var data = Shapes.Of(shape);
        var options = Options with { Initialization = Initialization.Find(initialization)!, Em = Options.Em with { MaxIterations = 150 } };
        var plain = Fits.Run(data, structure, options);
        var shifted = Fits.Run(data.Map(static (x, j) => j % 2 == 0 ? x + Shift : x - Shift), structure, options);
        if (plain.Degeneracy is not null)
        {
            // the last sound model before a singular one is ill-conditioned: where they begin and what is wrong must be the same
            Assert.Equal(plain.Degeneracy.Component, shifted.Degeneracy?.Component);
            Agree.Within(plain.Trace[0], shifted.Trace[0], 1e-9 * (Math.Abs(plain.Trace[0]) + data.TotalWeight), "bound of the start");
            return;
        }

        Agree.Within(plain.LowerBound, shifted.LowerBound, 1e-9 * (Math.Abs(plain.LowerBound) + data.TotalWeight), "bound");
        var moved = MixtureParameters.Of(shifted.Model);
        var back = moved with { Means = Array.ConvertAll(moved.Means, static mean => mean.Select(static (x, j) => j % 2 == 0 ? x - Shift : x + Shift).ToArray()) };
        Agree.Parameters(MixtureParameters.Of(plain.Model), back, 1e-6);
    }

    /// <remarks>Scales of 1e9, 1e-9 and 3 by turns, all the same for spheres. Scaling rounds every value by 1e-16 of itself, no more; after 25 steps 1e-8.</remarks>
    [Theory]
    [MemberData(nameof(Starts))]
    public void ScaledData_GiveTheScaledFit(string shape, string structure, string initialization)
    {
        var data = Shapes.Of(shape);
        foreach (double[] scales in structure == "spherical" ? (double[][])[[1e9], [1e-9]] : [[1e9, 1e-9, 3]])
        {
            var options = Options with { Initialization = Initialization.Find(initialization)! };
            double Scale(int j) => scales[j % scales.Length];
            var plain = Fits.Run(data, structure, options);
            var scaled = Fits.Run(data.Map((x, j) => x * Scale(j)), structure, options);
            double logScales = data.TotalWeight * Enumerable.Range(0, data.Rows.Columns).Sum(j => Math.Log(Scale(j)));
            Agree.Within(plain.LowerBound, scaled.LowerBound + logScales, 1e-9 * (Math.Abs(scaled.LowerBound) + Math.Abs(logScales) + data.TotalWeight), "bound");
            var wide = MixtureParameters.Of(scaled.Model);
            var back = new MixtureParameters(
                wide.Weights,
                Array.ConvertAll(wide.Means, mean => mean.Select((x, j) => x / Scale(j)).ToArray()),
                Array.ConvertAll(wide.Covariances, rows => rows.Select((row, i) => row.Select((x, j) => x / Scale(i) / Scale(j)).ToArray()).ToArray()));
            Agree.Parameters(MixtureParameters.Of(plain.Model), back, 1e-8);
        }
    }
}
