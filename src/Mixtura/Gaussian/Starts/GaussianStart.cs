using System.Runtime.CompilerServices;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Starts;

/// <summary>From clusters of rows to parameters: an M-step with responsibilities 0 and 1, the covariances shrunk so that small clusters start sound.</summary>
internal static class GaussianStart
{
    /// <summary>The parameters.</summary>
    /// <param name="partition">Rows shared out, or centres.</param>
    /// <param name="context">The data.</param>
    /// <param name="structure">The covariances' structure.</param>
    /// <param name="regularization">Added to variances.</param>
    public static GaussianParameters From(FirstPartition partition, StartContext context, CovarianceStructure structure, double regularization) =>
        partition.Means.Length > 0
            ? EqualComponents(context, structure, partition.Means, partition.SharesVolume
                ? ShareOfVariance(context, regularization)
                : Array.ConvertAll(context.Summary.Variances.ToArray(), variance => variance + regularization))
            : FromClusters(context with { Sample = partition.Sample }, structure, regularization, partition.Assignments);

    // V = diag(data variances) / K^(2/D): the spread of one of K components that share the data's volume
    private static double[] ShareOfVariance(StartContext context, double regularization)
    {
        double share = Math.Pow(context.Components, -2.0 / context.Features);
        return Array.ConvertAll(context.Summary.Variances.ToArray(), variance => (variance * share) + regularization);
    }

    // these means, equal weights and these D variances for all
    private static GaussianParameters EqualComponents(StartContext context, CovarianceStructure structure, double[] means, double[] variances)
    {
        var weights = new double[context.Components];
        Array.Fill(weights, 1.0 / context.Components);
        int length = structure.FormLength(context.Features);
        var forms = new double[context.Components * length];
        for (int k = 0; k < context.Components; k++)
        {
            for (int j = 0; j < context.Features; j++)
            {
                forms[(k * length) + DiagonalOf(structure, context.Features, j)] = variances[j];
            }
        }

        return GaussianParameters.FromForms(structure, context.Features, weights, means, forms);
    }

    // where the variance of a feature stands in one covariance's form
    private static int DiagonalOf(CovarianceStructure structure, int features, int feature) => structure.Storage.HasCorrelations ? feature * (features + 1) : feature;

    // Σₖ = (NₖSₖ + (D+2)·S + V) / (Nₖ + D + 3) with Sₖ the cluster's covariance, S the pooled one and V = diag(data variances)/K^(2/D)
    private static GaussianParameters FromClusters(StartContext context, CovarianceStructure structure, double regularization, ReadOnlySpan<int> assignments)
    {
        int d = context.Features;
        var masses = new double[context.Components];
        var means = ClusterMeans(context, assignments, masses);
        var scatter = ClusterScatter(context, structure, assignments, means);
        int length = structure.FormLength(d);
        var pooled = Pooled(scatter, length, masses.Sum());
        var share = Share(context, structure, regularization, length);
        double pseudoRows = d + 2;
        for (int k = 0; k < masses.Length; k++)
        {
            var one = scatter.AsSpan(k * length, length);
            for (int i = 0; i < length; i++)
            {
                one[i] = (one[i] + (pseudoRows * pooled[i]) + share[i]) / (masses[k] + pseudoRows + 1);
            }
        }

        return GaussianParameters.FromForms(structure, d, WeightsOf(masses), means, scatter);
    }

    private static double[] Share(StartContext context, CovarianceStructure structure, double regularization, int length)
    {
        var variances = ShareOfVariance(context, regularization);
        var share = new double[length];
        for (int j = 0; j < variances.Length; j++)
        {
            share[DiagonalOf(structure, context.Features, j)] = variances[j];
        }

        return share;
    }

    // an empty cluster keeps half a row, so that no weight is 0
    private static double[] WeightsOf(double[] masses)
    {
        var weights = Array.ConvertAll(masses, static mass => Math.Max(mass, 0.5));
        double total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] ClusterMeans(StartContext context, ReadOnlySpan<int> assignments, double[] masses)
    {
        int d = context.Features;
        var centre = context.Summary.Mean.Span;
        var means = new double[masses.Length * d];
        for (int i = 0; i < assignments.Length; i++)
        {
            int k = assignments[i];
            double weight = context.Sample.Weights[i];
            masses[k] += weight;
            var row = context.Sample.Row(i);
            for (int j = 0; j < d; j++)
            {
                means[(k * d) + j] += weight * (row[j] - centre[j]);
            }
        }

        for (int i = 0; i < means.Length; i++)
        {
            means[i] = centre[i % d] + (masses[i / d] > 0 ? means[i] / masses[i / d] : 0);
        }

        return means;
    }

    // of every cluster in the structure's form: D×D, or D squares
    private static double[] ClusterScatter(StartContext context, CovarianceStructure structure, ReadOnlySpan<int> assignments, double[] means) =>
        structure.Storage.HasCorrelations ? Products(context, assignments, means) : Squares(context, assignments, means);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Squares(StartContext context, ReadOnlySpan<int> assignments, double[] means)
    {
        int d = context.Features;
        var squares = new double[means.Length];
        for (int i = 0; i < assignments.Length; i++)
        {
            var row = context.Sample.Row(i);
            var mean = means.AsSpan(assignments[i] * d, d);
            var sums = squares.AsSpan(assignments[i] * d, d);
            double weight = context.Sample.Weights[i];
            for (int j = 0; j < d; j++)
            {
                double deviation = row[j] - mean[j];
                sums[j] += weight * deviation * deviation;
            }
        }

        return squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Products(StartContext context, ReadOnlySpan<int> assignments, double[] means)
    {
        int d = context.Features;
        var scatter = new double[means.Length * d];
        var deviation = new double[d];
        for (int i = 0; i < assignments.Length; i++)
        {
            int k = assignments[i];
            var row = context.Sample.Row(i);
            for (int j = 0; j < d; j++)
            {
                deviation[j] = row[j] - means[(k * d) + j];
            }

            for (int a = 0; a < d; a++)
            {
                VectorLoops.AddScaled(deviation, context.Sample.Weights[i] * deviation[a], scatter.AsSpan(((k * d) + a) * d, d));
            }
        }

        return scatter;
    }

    private static double[] Pooled(double[] scatter, int length, double total)
    {
        var pooled = new double[length];
        for (int start = 0; start < scatter.Length; start += length)
        {
            for (int i = 0; i < length; i++)
            {
                pooled[i] += scatter[start + i] / total;
            }
        }

        return pooled;
    }
}
