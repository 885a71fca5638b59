using Mixtura.Mixtures;
using Mixtura.Onnx;

namespace Mixtura.Gaussian;

/// <summary>Gaussian densities as ONNX operators.</summary>
internal sealed partial class GaussianFamily : IOnnxFamily<GaussianParameters>
{
    public OnnxValue AddLogDensity(GaussianParameters model, OnnxGraph graph, OnnxValue rows) => GaussianGraph.AddLogDensity(model, graph, rows);
}
