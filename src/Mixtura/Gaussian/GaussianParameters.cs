using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Covariances;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian;

/// <summary>θ = {πₖ, μₖ, Σₖ} with what the E-step needs of it, prepared once an iteration and then only read.</summary>
/// <remarks>The engine's working form; the public face is <see cref="GaussianMixture"/>.</remarks>
internal sealed class GaussianParameters
{
    private static long generations;

    private DistancesOf? rowDistances;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    public GaussianParameters(CovarianceStructure structure, int components, int features)
    {
        Structure = structure;
        Components = components;
        Features = features;
        Weights = new double[components];
        Means = new double[components * features];
        Covariances = new double[structure.StorageLength(components, features)];
        Factors = new double[structure.StorageLength(components, features)];
        LogDeterminants = new double[components];
        Offsets = new double[components];
        Packed = structure.CreatePacked(components, features);
    }

    public CovarianceStructure Structure { get; }

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>D.</summary>
    public int Features { get; }

    /// <summary>πₖ.</summary>
    public double[] Weights { get; }

    /// <summary>μₖ, K×D.</summary>
    public double[] Means { get; }

    /// <summary>Σₖ as the structure stores them.</summary>
    public double[] Covariances { get; }

    /// <summary>L⁻¹ with Σ = LLᵀ, as the structure stores them.</summary>
    public double[] Factors { get; }

    /// <summary>log det Lₖ.</summary>
    public double[] LogDeterminants { get; }

    /// <summary>log πₖ − D/2 log 2π − log det Lₖ: the log joint density (eq. 3) at the mean.</summary>
    public double[] Offsets { get; }

    /// <summary>Means, factors and offsets as the kernels read them.</summary>
    public PackedGaussians Packed { get; }

    /// <summary>Σᵢ wᵢ rᵢₖ of the E-step that led here (the sums of eq. 16); empty for parameters that were given.</summary>
    public double[] Counts { get; private set; } = [];

    /// <summary>A number of these parameters' own, new whenever they are factored anew: what is made of them may be kept under it.</summary>
    public long Generation { get; private set; }

    /// <summary>The first component whose covariance is not positive definite, or −1.</summary>
    public int Singular { get; private set; } = -1;

    /// <summary>The distances of single rows; made when first asked for, and again after parameters were written anew.</summary>
    public RowDistances RowDistances
    {
        get
        {
            if (Volatile.Read(ref rowDistances) is { } kept && kept.Generation == Generation)
            {
                return kept.Distances;
            }

            var made = new RowDistances(this);
            Volatile.Write(ref rowDistances, new DistancesOf(Generation, made));
            return made;
        }
    }

    /// <summary>The mean of a component.</summary>
    public Span<double> Mean(int component) => Means.AsSpan(component * Features, Features);

    /// <summary>Makes room for the components' counts.</summary>
    public double[] KeepCounts() => Counts.Length == Components ? Counts : Counts = new double[Components];

    /// <summary>Factors the covariances and forms the offsets; to be called when weights, means and covariances stand.</summary>
    public void Prepare()
    {
        Factor();
        Pack(Offsets);
    }

    /// <summary>The first half of <see cref="Prepare"/>: factors and offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Factor()
    {
        Generation = Interlocked.Increment(ref generations);
        Singular = Structure.Storage.TryFactor(this);
        for (int k = 0; k < Components; k++)
        {
            Offsets[k] = Math.Log(Weights[k]) - (0.5 * Features * LogTwoPi) - LogDeterminants[k];
        }
    }

    /// <summary>The second half: what the kernels read.</summary>
    /// <param name="constants">What a component's log joint is at its mean: <see cref="Offsets"/>, or 0 where nothing but the distances is wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(ReadOnlySpan<double> constants)
    {
        for (int k = 0; k < Components; k++)
        {
            Packed.SetComponent(k, Mean(k), Structure.FactorOf(this, k), constants[k]);
        }

        Packed.Complete();
    }

    /// <summary>These parameters with the components in another order, prepared.</summary>
    public GaussianParameters Reordered(ReadOnlySpan<int> order)
    {
        var result = new GaussianParameters(Structure, Components, Features);
        for (int k = 0; k < Components; k++)
        {
            result.Weights[k] = Weights[order[k]];
            Mean(order[k]).CopyTo(result.Mean(k));
            Structure.Storage.Copy(this, order[k], result, k);
            if (Counts.Length == Components)
            {
                result.KeepCounts()[k] = Counts[order[k]];
            }
        }

        result.Prepare();
        return result;
    }

    /// <summary>All covariances in the form of a structure, which may be another than theirs: K×D×D, or K×D variances.</summary>
    public double[] Forms(CovarianceStructure structure)
    {
        int length = structure.FormLength(Features);
        var forms = new double[Components * length];
        for (int k = 0; k < Components; k++)
        {
            var one = forms.AsSpan(k * length, length);
            if (structure.Storage.HasCorrelations)
            {
                Structure.WriteCovariance(this, k, one);
            }
            else
            {
                Structure.Storage.WriteVariances(this, k, one);
            }
        }

        return forms;
    }

    /// <summary>Parameters from weights, means (K×D) and full covariances (K×D×D), brought to the structure and prepared.</summary>
    public static GaussianParameters From(
        CovarianceStructure structure, int features, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> covariances)
    {
        if (structure.Storage.HasCorrelations)
        {
            return FromForms(structure, features, weights, means, covariances);
        }

        var variances = new double[weights.Length * features];
        for (int k = 0; k < weights.Length; k++)
        {
            Triangle.Diagonal(covariances[(k * features * features)..], variances.AsSpan(k * features, features));
        }

        return FromForms(structure, features, weights, means, variances);
    }

    /// <summary>Parameters from weights, means (K×D) and K covariances in the structure's form (see <see cref="CovarianceStorage.FormLength"/>), brought to the
    /// structure and prepared.</summary>
    public static GaussianParameters FromForms(
        CovarianceStructure structure, int features, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> forms)
    {
        var result = new GaussianParameters(structure, weights.Length, features);
        weights.CopyTo(result.Weights);
        means.CopyTo(result.Means);
        structure.Project(weights, forms, result);
        result.Prepare();
        return result;
    }

    private sealed record DistancesOf(long Generation, RowDistances Distances);
}
