using System.Runtime.CompilerServices;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.Contaminated;

/// <summary>Expected sufficient statistics of a mixture of contaminated components: Σ r; the moments about the current locations with r·u as weights, u = v + (1 − v)/η; and those of the bad rows alone, with r·(1 − v),
/// which tell how far these lie from any new location and scale matrix.</summary>
/// <param name="shape">Parameters of the shape in question.</param>
internal sealed class ContaminatedStatistics(GaussianParameters shape)
    : ScaleMixtureStatistics<ContaminatedParameters, GoodAndBad>(shape), IStatistics<ContaminatedStatistics>, IGoodRows
{
    private readonly AlignedBuffer table = VectorExp.CreateTable();
    private readonly AlignedBuffer bad = new(shape.Components * BlockLayout.Stride(shape.Packed.BlockRows));
    private double[] uncertain = [];
    private GaussianStatistics? bads;

    /// <summary>The moments of the bad rows: Σ r (1 − v), and about the locations those of each component, whatever the structure. What is missing of a bad row is η times as uncertain as in a good one.</summary>
    public GaussianStatistics Bad => bads ??= new GaussianStatistics(Moments);

    /// <inheritdoc/>
    public int Length => Moments.Length + Bad.Length + Counts.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ContaminatedParameters parameters, ComponentBlock responsibilities)
    {
        base.Add(parameters, responsibilities);
        var rows = new ComponentBlock(bad.Span, responsibilities.Components, responsibilities.Rows, Stride);
        Bad.Add(parameters.Gaussians, rows, Moments.Gaps is null ? rows : Uncertain(parameters, rows));
    }

    /// <inheritdoc/>
    public double GoodProbability(int component, int row) => 1 - Beside[(component * Stride) + row];

    /// <summary>Moves the sums to other locations.</summary>
    public override void MoveTo(ContaminatedParameters source, ContaminatedParameters target)
    {
        Moments.MoveTo(source.Gaussians, target.Gaussians);
        Bad.MoveTo(source.Gaussians, target.Gaussians);
    }

    /// <summary>Adds rows of so much weight that are as the parameters have them: E[u] = α + (1−α)/η, E[u zzᵀ] is the scale matrix, and the bad have (1−α)η times that.</summary>
    public override void AddAsModelled(ContaminatedParameters parameters, double weight)
    {
        double BadOf(int k) => 1 - parameters.GoodShares[k];
        Moments.AddAsModelled(parameters.Gaussians, weight, k => (parameters.GoodShares[k] + (BadOf(k) / parameters.Inflations[k]), 1));
        Bad.AddAsModelled(parameters.Gaussians, weight, k => (BadOf(k), BadOf(k) * parameters.Inflations[k]));
        for (int k = 0; k < Counts.Length; k++)
        {
            Counts[k] += weight * parameters.Gaussians.Weights[k];
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        Moments.Clear();
        Bad.Clear();
        Array.Clear(Counts);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The two are about different locations.</exception>
    public void Merge(ContaminatedStatistics other)
    {
        Moments.Merge(other.Moments);
        Bad.Merge(other.Bad);
        VectorLoops.Add(other.Counts, Counts);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        Moments.CopyTo(destination);
        Bad.CopyTo(destination[Moments.Length..]);
        Counts.CopyTo(destination[(Moments.Length + Bad.Length)..]);
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source)
    {
        Moments.CopyFrom(source);
        Bad.CopyFrom(source[Moments.Length..]);
        source.Slice(Moments.Length + Bad.Length, Counts.Length).CopyTo(Counts);
    }

    /// <inheritdoc/>
    protected override void Density(ContaminatedParameters parameters, int component, Span<double> joint, Span<double> precisions, Span<double> beside)
    {
        if (Lanes.AreWide)
        {
            Wide.ContaminatedKernel.Density(in parameters.Parts[component], joint, precisions, beside, ref table.At(0));
        }
        else
        {
            ContaminatedKernel.Density(in parameters.Parts[component], joint, precisions, beside, ref table.At(0));
        }
    }

    /// <inheritdoc/>
    protected override GoodAndBad PartialOf(ContaminatedParameters parameters, int component, int observed, double logRoot) => new(
        parameters.Gaussians.Offsets[component] + (0.5 * (parameters.Features - observed) * Math.Log(2 * Math.PI)) - logRoot,
        parameters.GoodShares[component], parameters.Inflations[component], observed);

    /// <inheritdoc/>
    protected override void Weigh(int component, ReadOnlySpan<double> responsibilities, ReadOnlySpan<double> precisions, ReadOnlySpan<double> beside, Span<double> weighted)
    {
        var toBad = bad.Span.Slice(component * Stride, weighted.Length);
        Counts[component] += Lanes.AreWide
            ? Wide.ContaminatedKernel.Weigh(responsibilities, precisions, beside, weighted, toBad)
            : ContaminatedKernel.Weigh(responsibilities, precisions, beside, weighted, toBad);
    }

    // what a bad row counts times η
    private ComponentBlock Uncertain(ContaminatedParameters parameters, ComponentBlock rows)
    {
        uncertain = uncertain.Length == bad.Span.Length ? uncertain : new double[bad.Span.Length];
        var result = new ComponentBlock(uncertain, rows.Components, rows.Rows, Stride);
        for (int k = 0; k < rows.Components; k++)
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                result[k][i] = rows[k][i] * parameters.Inflations[k];
            }
        }

        return result;
    }
}
