using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Mixtures.Noise;

/// <summary>What scoring, drawing and describing ask of a mixture with noise: the components' own core answers, and the noise is mixed in.</summary>
internal sealed class NoisyCore(Mixture components, UniformNoise noise, double[] weights) : IMixtureCore
{
    private readonly IMixtureCore core = components.Core;

    public int ParameterCount => core.ParameterCount + 1;

    public bool TellsGoodRows => core.TellsGoodRows;

    public bool IntegratesMissing => core.IntegratesMissing;

    /// <summary>The components' weights are their shares of all.</summary>
    public IReadOnlyList<ParameterArray> Describe() =>
        [.. core.Describe().Select(array => string.Equals(array.Name, "weights", StringComparison.Ordinal) ? new ParameterArray(array.Name, weights, weights.Length) : array)];

    public bool IsDiscrete(int feature) => core.IsDiscrete(feature);

    /// <summary>Whatever the components: rows far out are the noise's.</summary>
    public bool HasHeavyTails => true;

    public IReadOnlyList<string> LevelsOf(int feature) => core.LevelsOf(feature);

    public void WriteLevelProbabilities(int component, int feature, Span<double> probabilities) => core.WriteLevelProbabilities(component, feature, probabilities);

    public void WriteMoments(int component, Span<double> means, Span<double> deviations) => core.WriteMoments(component, means, deviations);

    public double Correlation(int component, int first, int second) => core.Correlation(component, first, second);

    public void Sample(int component, RandomSource random, Span<double> row)
    {
        if (component == NoisyMixture.NoiseLabel)
        {
            noise.Sample(random, row);
            return;
        }

        core.Sample(component, random, row);
    }

    public IGapCompletion NewCompletion() => core.NewCompletion();

    public MixtureScore Score(IRowSource rows, MissingCells missing, int threads, CancellationToken cancellationToken)
    {
        using var pass = new BlockPass<NoisyCore, ScoringStatistics<Scorer>>(new ScoringOf(missing, components.Features), this, rows, threads);
        if (!pass.TryExpect(this, cancellationToken, out double logLikelihood))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        double entropy = pass.Statistics.Entropy;
        var criteria = InformationCriteria.Of(logLikelihood, ParameterCount, pass.TotalWeight, entropy);
        return new MixtureScore(rows.Rows, pass.TotalWeight, logLikelihood, entropy, criteria) { Doubt = pass.Statistics.Doubt, BadRows = TellsGoodRows ? pass.Statistics.BadRows : double.NaN };
    }

    public OnnxJoints AddTo(OnnxGraph graph, OnnxValue rows) =>
        throw new InputException("A mixture with noise cannot be written as ONNX. Export its components alone (Mixture.WithoutNoise), or a fit without noise.");

    /// <summary>There is no short way: a row goes by the block.</summary>
    public bool TryLogJoint(ReadOnlySpan<double> row, Span<double> joint) => false;

    public int DensityTerms => core.DensityTerms;

    public IBlockScorer NewScorer() => new Scorer(core.NewScorer(), noise);

    /// <summary>The components' own scorer, and a block of K + 1 runs: the last is the noise's.</summary>
    private sealed class Scorer(IBlockScorer own, UniformNoise noise) : IBlockScorer
    {
        private readonly MixtureBuffers buffers = new();
        private readonly double[] mixed = new double[own.BlockRows];

        public int BlockRows => own.BlockRows;

        public IGoodRows? GoodRows => own.GoodRows;

        public ComponentBlock Posterior(RowBlock rows, bool keepsLogDensity, out ReadOnlySpan<double> logDensity)
        {
            var whole = WithNoise(rows, out logDensity);
            return new ComponentBlock(whole.Values, whole.Components - 1, rows.Count, whole.Stride);
        }

        public ComponentBlock WithNoise(RowBlock rows, out ReadOnlySpan<double> logDensity)
        {
            var joint = own.Posterior(rows, keepsLogDensity: true, out var densities);
            var whole = buffers.Joint(joint.Components + 1, rows.Count, own.BlockRows);
            for (int k = 0; k < joint.Components; k++)
            {
                joint[k].CopyTo(whole[k]);
            }

            NoiseMixing.Apply(noise, rows, new ComponentBlock(whole.Values, joint.Components, rows.Count, whole.Stride), densities, whole[joint.Components], mixed);
            logDensity = mixed.AsSpan(0, rows.Count);
            return whole;
        }

        // what no component reaches is noise
        public bool AssignFar(ReadOnlySpan<double> row, Span<double> responsibilities) => noise.Weight > 0 || own.AssignFar(row, responsibilities);
    }

    private sealed class ScoringOf(MissingCells missing, int features) : ILatentVariableModel<NoisyCore, ScoringStatistics<Scorer>>
    {
        public ScoringStatistics<Scorer> CreateStatistics(NoisyCore model) => new((Scorer)model.NewScorer());

        public double Expect(NoisyCore model, RowBlock rows, ScoringStatistics<Scorer> statistics)
        {
            double total = 0;
            int step = statistics.Workspace.BlockRows;
            for (int start = 0; start < rows.Count; start += step)
            {
                var block = rows.Slice(start, Math.Min(step, rows.Count - start));
                var posterior = statistics.Workspace.WithNoise(block, out var logDensity);
                statistics.Add(posterior, block.Weights);
                statistics.AddBad(posterior, posterior.Components - 1, block.Weights, statistics.Workspace.GoodRows);
                for (int i = 0; i < block.Count; i++)
                {
                    total += block.Weights[i] > 0 ? block.Weights[i] * logDensity[i] : 0;
                }
            }

            return missing == MissingCells.Refuse && rows.Columns == features && RowGaps.AnyIn(rows.Values) ? double.NaN : total;
        }

        public NoisyCore Maximize(NoisyCore current, ScoringStatistics<Scorer> statistics) => current;
    }
}
