using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>Conditional distributions of Gaussian components (Bishop, PRML, eqs. 2.81, 2.82), or of scale mixtures of Gaussians with the same locations and scale matrices.</summary>
/// <param name="parameters">Locations and scale matrices.</param>
internal class GaussianCompletion(GaussianParameters parameters) : IGapCompletion
{
    private readonly GapSolver?[] solvers = new GapSolver?[parameters.Components];
    private readonly double[] deviation = new double[parameters.Features];
    private double[] root = [];
    private double[] expected = [];
    private int[] missing = [];

    /// <inheritdoc/>
    public void Expect(int component, ReadOnlySpan<double> row, Span<double> means, Span<double> deviations)
    {
        double distance = Condition(component, row);
        var mean = parameters.Mean(component);
        for (int a = 0; a < missing.Length; a++)
        {
            int j = missing[a];
            means[j] = mean[j] + expected[a];
            deviations[j] = Math.Sqrt(VarianceOf(component, GapSolver.Spread(root, missing.Length, a, a), row.Length - missing.Length, distance));
        }
    }

    /// <inheritdoc/>
    public void Draw(int component, ReadOnlySpan<double> row, RandomSource random, Span<double> drawn)
    {
        double distance = Condition(component, row);
        int h = missing.Length;
        double stretch = DrawStretch(component, row.Length - h, distance, random);
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

    /// <summary>The variance of a missing value, given the observed ones.</summary>
    /// <param name="component">The component.</param>
    /// <param name="spread">That of the Gaussian.</param>
    /// <param name="observed">The number of observed values, o.</param>
    /// <param name="distance">Their squared distance δ.</param>
    protected virtual double VarianceOf(int component, double spread, int observed, double distance) => spread;

    /// <summary>How much wider than the Gaussian's a draw is, given the observed values.</summary>
    protected virtual double DrawStretch(int component, int observed, double distance, RandomSource random) => 1;

    // what is expected of the missing, about the mean; the squared distance of the observed
    private double Condition(int component, ReadOnlySpan<double> row)
    {
        Find(component, row);
        int h = missing.Length;
        root = new double[h * h];
        expected = new double[h];
        return parameters.Structure.HasCorrelations ? Correlated(component) : Independent(component);
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
