using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖC, |C| = 1: C ∝ Σₖ Wₖ/λₖ, λₖ = tr(WₖC⁻¹) / (nₖD), by turns.</summary>
internal sealed class VeeCovariance() : StructuredCovariance("VEE", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => components + Triangle.Length(features) - 1;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int size = scatters.Features * scatters.Features;
        var volumes = new EllipsoidVolumes(scatters);
        volumes.Settle(CurrentVolumes(current, scatters.Features));
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = volumes.Values[i / size] * volumes.Shape[i % size];
        }
    }

    private sealed class EllipsoidVolumes(ScatterSet scatters) : Volumes(scatters)
    {
        private readonly ScatterSet scatters = scatters;
        private readonly double[] inverseFactor = new double[scatters.Features * scatters.Features];

        /// <summary>C.</summary>
        public double[] Shape { get; } = new double[scatters.Features * scatters.Features];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void SetShape()
        {
            int d = scatters.Features;
            Array.Clear(Shape);
            for (int k = 0; k < Values.Length; k++)
            {
                VectorLoops.AddScaled(scatters.Matrices[k], 1 / Values[k], Shape);
            }

            double root = Cholesky.TryFactor(Shape, d, inverseFactor) ? Math.Exp(2 * Cholesky.LogDeterminant(inverseFactor, d) / d) : double.NaN;
            Cholesky.Invert(inverseFactor, d);
            double deviation = Math.Sqrt(root);
            for (int i = 0; i < Shape.Length; i++)
            {
                Shape[i] /= root;
                inverseFactor[i] *= deviation;
            }
        }

        protected override double Quotient(int component) => Triangle.TraceOfQuotient(scatters.Matrices[component], inverseFactor, scatters.Features);

        protected override double Trace(int component) => Triangle.Trace(scatters.Matrices[component], scatters.Features);
    }
}
