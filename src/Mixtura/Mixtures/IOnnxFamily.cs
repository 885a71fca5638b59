using Mixtura.Onnx;

namespace Mixtura.Mixtures;

/// <summary>A family whose densities are a graph of ONNX operators: what a mixture of it, or of its columns beside others, is exported by.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
internal interface IOnnxFamily<in TModel>
{
    /// <summary>Adds what computes log fₖ(xᵢ), without weights.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="graph">Receives the operators.</param>
    /// <param name="rows">The rows, N×D.</param>
    /// <returns>N×K numbers, in nats; NaN for a row with a value that is not a number.</returns>
    OnnxValue AddLogDensity(TModel model, OnnxGraph graph, OnnxValue rows);
}

/// <summary>What an exported mixture's outputs are made of.</summary>
/// <param name="Posterior">N×K, of whose rows' exponentials the responsibilities are shares.</param>
/// <param name="Density">N×K′, of whose rows' exponentials the density is the sum; most often the same.</param>
internal sealed record OnnxJoints(OnnxValue Posterior, OnnxValue Density);
