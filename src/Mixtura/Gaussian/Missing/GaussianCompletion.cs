using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>Conditional distributions of Gaussian components (Bishop, PRML, eqs. 2.81, 2.82), or of Student-t ones of the same locations and scale matrices.</summary>
/// <remarks>Given o observed values at distance δ a t of ν degrees of freedom is one of ν + o, with the scale matrix of the Gaussian's conditional covariance times (ν + δ)/(ν + o).</remarks>
/// <param name="parameters">Locations and scale matrices.</param>
/// <param name="degrees">ν, K numbers; empty for Gaussians.</param>
internal sealed class GaussianCompletion(GaussianParameters parameters, double[] degrees) : IGapCompletion
{
    private readonly GapSolver?[] solvers = new GapSolver?[parameters.Components];
    private readonly double[] deviation = new double[parameters.Features];
    private double[] root = [];
    private double[] expected = [];
    private int[] missing = [];

    /// <inheritdoc/>
    public void Expect(int component, ReadOnlySpan<double> row, Span<double> means, Span<double> deviations)
    {
        double stretch = Condition(component, row, out double freedom);
        var mean = parameters.Mean(component);
        for (int a = 0; a < missing.Length; a++)
        {
            int j = missing[a];
            means[j] = mean[j] + expected[a];
            deviations[j] = Math.Sqrt(GapSolver.Spread(root, missing.Length, a, a) * stretch * (double.IsPositiveInfinity(freedom) ? 1 : freedom > 2 ? freedom / (freedom - 2) : double.PositiveInfinity));
        }
    }

    /// <inheritdoc/>
    public void Draw(int component, ReadOnlySpan<double> row, RandomSource random, Span<double> drawn)
    {
        double stretch = Math.Sqrt(Condition(component, row, out double freedom));
        if (!double.IsPositiveInfinity(freedom))
        {
            stretch *= Math.Sqrt(0.5 * freedom / random.NextGamma(0.5 * freedom));
        }

        int h = missing.Length;
        var mean = parameters.Mean(component);
        for (int a = 0; a < h; a++)
        {
            drawn[missing[a]] = mean[missing[a]] + expected[a];
        }

        // R⁻¹u has the covariance R⁻¹R⁻ᵀ
        for (int b = 0; b < h; b++)
        {
            double deviate = random.NextGaussian() * stretch;
            for (int a = 0; a <= b; a++)
            {
                drawn[missing[a]] += root[(a * h) + b] * deviate;
            }
        }
    }

    // what is expected of the missing, about the mean; how much wider than the Gaussian's the conditional scale matrix is, and its degrees of freedom
    private double Condition(int component, ReadOnlySpan<double> row, out double freedom)
    {
        Find(component, row);
        int h = missing.Length;
        root = new double[h * h];
        expected = new double[h];
        double distance = parameters.Structure.HasCorrelations ? Correlated(component) : Independent(component);
        freedom = degrees.Length == 0 ? double.PositiveInfinity : degrees[component] + row.Length - h;
        return degrees.Length == 0 ? 1 : (degrees[component] + distance) / freedom;
    }

    private void Find(int component, ReadOnlySpan<double> row)
    {
        var mean = parameters.Mean(component);
        var lacking = new List<int>();
        for (int j = 0; j < row.Length; j++)
        {
            bool isMissing = double.IsNaN(row[j]);
            deviation[j] = isMissing ? 0 : row[j] - mean[j];
            if (isMissing)
            {
                lacking.Add(j);
            }
        }

        missing = [.. lacking];
    }

    private double Correlated(int component)
    {
        var solver = solvers[component];
        if (solver is null)
        {
            solver = solvers[component] = new GapSolver(parameters.Features);
            solver.Load(parameters.Structure.FactorOf(parameters, component));
        }

        solver.Factor(missing, root);
        return solver.Complete(missing, root, deviation, expected);
    }

    private double Independent(int component)
    {
        var factor = parameters.Structure.FactorOf(parameters, component);
        for (int a = 0; a < missing.Length; a++)
        {
            root[(a * missing.Length) + a] = 1 / factor[factor.Length == 1 ? 0 : missing[a]];
        }

        double sum = 0;
        for (int j = 0; j < deviation.Length; j++)
        {
            double y = deviation[j] * factor[factor.Length == 1 ? 0 : j];
            sum += y * y;
        }

        return sum;
    }
}
