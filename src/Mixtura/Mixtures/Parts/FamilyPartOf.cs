using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Mixtures.Parts;

/// <summary>A family as a part of a mixture of columns.</summary>
/// <remarks>A family may leave out what is negligible beside the densities that it knows; beside those of other columns it may count. One that does so gives other statistics
/// for this, <see cref="ExactStatistics"/>.</remarks>
/// <param name="family">The family.</param>
internal sealed class FamilyPart<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family) : FamilyPart
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>Statistics with which every log density is computed; null where the family always does.</summary>
    public Func<TModel, TStatistics>? ExactStatistics { get; init; }

    /// <summary>What makes log joint densities of those that <see cref="ExactStatistics"/> leave; null for nothing.</summary>
    public JointCompletion<TModel, TStatistics>? Completion { get; init; }

    /// <summary>Another way to K equal components; null for the family's own.</summary>
    public Func<DataSummary, int, TModel>? PooledInstead { get; init; }

    /// <summary>Another way from parameters to a model; null for the family's own.</summary>
    public Func<IReadOnlyDictionary<string, ParameterArray>, TModel>? CreatedInstead { get; init; }

    /// <summary>What covariances or scale matrices have in common; null where there is no such thing.</summary>
    public Func<TModel, string>? Structure { get; init; }

    public override string Name => family.Name;

    public override bool IntegratesMissing => family.IntegratesMissing;

    public override bool HasHeavyTails => family.HasHeavyTails;

    public override FamilyPart ForWorker() => new FamilyPart<TModel, TStatistics>(family.ForWorker())
    {
        ExactStatistics = ExactStatistics,
        Completion = Completion,
        PooledInstead = PooledInstead,
        CreatedInstead = CreatedInstead,
        Structure = Structure,
    };

    public override PartSums CreateSums(object model) => new Sums(ExactStatistics?.Invoke((TModel)model) ?? family.CreateStatistics((TModel)model));

    public override int BlockRows(object model) => family.BlockRows((TModel)model);

    public override int ParameterCount(object model) => family.ParameterCount((TModel)model) - (family.ComponentCount((TModel)model) - 1);

    public override ReadOnlySpan<double> WeightsOf(object model) => family.WeightsOf((TModel)model);

    public override void AddLogDensity(object model, RowBlock rows, PartSums sums, ComponentBlock destination)
    {
        var typed = (TModel)model;
        var joint = sums.Joint(destination.Components, rows.Count, family.BlockRows(typed));
        family.LogJoint(typed, rows, ((Sums)sums).Statistics, joint);
        Completion?.Invoke(typed, ((Sums)sums).Statistics, joint);
        var weights = family.WeightsOf(typed);
        for (int k = 0; k < destination.Components; k++)
        {
            // its own weight is in its joint density
            double logWeight = Math.Log(weights[k]);
            var run = destination[k];
            var own = joint[k];
            for (int i = 0; i < run.Length; i++)
            {
                run[i] = weights[k] > 0 ? run[i] + (own[i] - logWeight) : double.NegativeInfinity;
            }
        }
    }

    public override OnnxValue AddLogDensity(object model, OnnxGraph graph, OnnxValue rows) => family is IOnnxFamily<TModel> known
        ? known.AddLogDensity((TModel)model, graph, rows)
        : throw OnnxExport.Unknown(family.Name);

    public override bool TryAddLogDensity(object model, ReadOnlySpan<double> row, Span<double> joint, Span<double> destination)
    {
        var typed = (TModel)model;
        if (!family.TryLogJoint(typed, row, joint))
        {
            return false;
        }

        var weights = family.WeightsOf(typed);
        for (int k = 0; k < destination.Length; k++)
        {
            // its own weight is in its joint density
            destination[k] = weights[k] > 0 ? destination[k] + (joint[k] - Math.Log(weights[k])) : double.NegativeInfinity;
        }

        return true;
    }

    public override void Accumulate(object model, RowBlock rows, ComponentBlock responsibilities, PartSums sums)
    {
        var typed = (TModel)model;
        var own = sums.Joint(responsibilities.Components, rows.Count, family.BlockRows(typed));
        own.Values.Clear();
        for (int k = 0; k < responsibilities.Components; k++)
        {
            responsibilities[k].CopyTo(own[k]);
        }

        family.Accumulate(typed, rows, own, ((Sums)sums).Statistics);
    }

    public override object Maximize(object current, PartSums sums) => family.Maximize((TModel)current, ((Sums)sums).Statistics);

    public override void MoveTo(object source, object target, PartSums sums) => family.MoveTo((TModel)source, (TModel)target, ((Sums)sums).Statistics);

    public override void Restore(object model, double weight, PartSums sums) => family.Restore((TModel)model, weight, ((Sums)sums).Statistics);

    public override string? StructureOf(object model) => Structure?.Invoke((TModel)model);

    public override double ObjectiveTerm(object model) => family.ObjectiveTerm((TModel)model);

    public override Degeneracy? FindDegeneracy(object model) => family.FindDegeneracy((TModel)model);

    public override void Release(object model) => family.Release((TModel)model);

    public override string? FindFault(ReadOnlySpan<double> row, out int feature) => family.FindFault(row, out feature);

    public override object Pooled(DataSummary summary, int components) => PooledInstead?.Invoke(summary, components) ?? family.Pooled(summary, components);

    public override object Compose(IReadOnlyList<ComponentOf<object>> parts) =>
        family.Compose([.. parts.Select(static part => new ComponentOf<TModel>((TModel)part.Model, part.Component, part.Weight))]);

    public override object Marginal(object model, int[] features) => family.Marginal((TModel)model, features);

    public override bool IsDiscrete(object model, int feature) => family.IsDiscrete((TModel)model, feature);

    public override IReadOnlyList<string> LevelsOf(object model, int feature) => family.LevelsOf((TModel)model, feature);

    public override void WriteLevelProbabilities(object model, int component, int feature, Span<double> probabilities) =>
        family.WriteLevelProbabilities((TModel)model, component, feature, probabilities);

    public override void WriteMoments(object model, int component, Span<double> means, Span<double> deviations) => family.WriteMoments((TModel)model, component, means, deviations);

    public override double Correlation(object model, int component, int first, int second) => family.Correlation((TModel)model, component, first, second);

    public override void Sample(object model, int component, RandomSource random, Span<double> row) => family.Sample((TModel)model, component, random, row);

    public override IGapCompletion CompletionOf(object model) => family.CompletionOf((TModel)model);

    public override IReadOnlyList<ParameterArray> Describe(object model) => family.Describe((TModel)model);

    public override object Create(IReadOnlyDictionary<string, ParameterArray> parameters) => CreatedInstead?.Invoke(parameters) ?? family.Create(parameters);

    public override int VectorLength(object model) => family.VectorLength((TModel)model);

    public override void WriteVector(object model, Span<double> vector) => family.WriteVector((TModel)model, vector);

    public override void WriteInformation(object model, Span<double> information) => family.WriteInformation((TModel)model, information);

    public override object FromVector(object model, ReadOnlySpan<double> vector) => family.FromVector((TModel)model, vector);

    private sealed class Sums(TStatistics statistics) : PartSums
    {
        public TStatistics Statistics => statistics;

        public override int Length => statistics.Length;

        public override void Clear() => statistics.Clear();

        public override void Merge(PartSums other) => statistics.Merge(((Sums)other).Statistics);

        public override void CopyTo(Span<double> destination) => statistics.CopyTo(destination);

        public override void CopyFrom(ReadOnlySpan<double> source) => statistics.CopyFrom(source);
    }
}

/// <summary>Completes what statistics made for exact densities leave of log joint densities.</summary>
internal delegate void JointCompletion<TModel, TStatistics>(TModel model, TStatistics statistics, ComponentBlock joint);
