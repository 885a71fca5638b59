using Mixtura.Mixtures;
using Mixtura.Onnx;

namespace Mixtura.Families.Poisson;

/// <summary>Poisson densities as ONNX operators.</summary>
public sealed partial class PoissonFamily : IOnnxFamily<PoissonParameters>
{
    OnnxValue IOnnxFamily<PoissonParameters>.AddLogDensity(PoissonParameters model, OnnxGraph graph, OnnxValue rows) => new PoissonGraph(model, graph).AddLogDensity(rows);
}
