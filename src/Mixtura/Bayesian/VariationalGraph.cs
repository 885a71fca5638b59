using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Onnx;

namespace Mixtura.Bayesian;

/// <summary>A variational mixture as ONNX operators: responsibilities of the variational E-step (10.46–10.49), densities of the predictive distribution (10.81), both from the same whitened rows.</summary>
internal static class VariationalGraph
{
    /// <summary>Adds both.</summary>
    /// <param name="graph">Receives the operators.</param>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="surrogate">The mixture that the E-step sees.</param>
    /// <param name="parts">The parts of the predictive density: those of the surrogate's components, then what has a posterior of its own.</param>
    public static OnnxJoints AddTo(OnnxGraph graph, OnnxValue rows, GaussianParameters surrogate, PredictivePart[] parts)
    {
        var distances = GaussianGraph.AddDistances(surrogate, graph, rows);
        var densities = parts.GroupBy(static part => part.Posterior).Select(group => AddDensity(
            graph, rows, group.Key.Surrogate == surrogate && !parts[0].IsProduct ? distances : null, [.. group]));
        return new OnnxJoints(GaussianGraph.AddLogJoint(graph, distances, surrogate.Offsets), graph.Concat([.. densities], 1));
    }

    // of components of one posterior, all of its components and in their order; their distances where they are known
    private static OnnxValue AddDensity(OnnxGraph graph, OnnxValue rows, OnnxValue? distances, PredictivePart[] parts)
    {
        var surrogate = parts[0].Posterior.Surrogate;
        var densities = Array.ConvertAll(parts, static part => new PredictiveDensity(part));
        double[] heights = Array.ConvertAll(densities, static one => one.LogHeight);
        double[] degrees = Array.ConvertAll(densities, static one => one.Degrees);
        double[] scales = Array.ConvertAll(densities, static one => one.DistanceScale);
        if (!parts[0].IsProduct)
        {
            return TailGraph.AddLogDensity(graph, distances ?? GaussianGraph.AddDistances(surrogate, graph, rows), heights, degrees, scales, surrogate.Features);
        }

        var powers = GaussianGraph.AddWhitened(surrogate, graph, rows, (whitened, first, count) => graph.Reduce(
            "ReduceSum", TailGraph.AddPowers(graph, graph.Apply("Mul", whitened, whitened), degrees.AsSpan(first, count), scales.AsSpan(first, count), 1, [count, 1, 1]), 2));
        return graph.Transpose(graph.Apply("Add", powers, graph.Constant(heights, heights.Length, 1)));
    }
}
