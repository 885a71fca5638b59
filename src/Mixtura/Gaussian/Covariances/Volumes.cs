using System.Runtime.CompilerServices;

namespace Mixtura.Gaussian.Covariances;

/// <summary>The alternation of VEI, VEE and VEV: volumes λₖ given the shared shape, the shape given the volumes, until the volumes settle. Each half is the exact
/// maximum given the other, so the bound never falls.</summary>
internal abstract class Volumes(ScatterSet scatters)
{
    private const int MostRounds = 1000;

    // a change of log λ that ends it: what it leaves of the objective is its square
    private const double Settled = 1e-11;

    // a first change this small says that the volumes were nearly right: a generalized M-step, near enough to the exact one, ends at a thousandth of it
    private const double Near = 0.1;
    private const double NearEnough = 1e-3;

    /// <summary>λₖ.</summary>
    public double[] Values { get; } = new double[scatters.Components];

    /// <summary>Runs it from these volumes; where one is no number, the scatter's own stands for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Settle(ReadOnlySpan<double> start)
    {
        for (int k = 0; k < Values.Length; k++)
        {
            Values[k] = start[k] > 0 && double.IsFinite(start[k]) ? start[k] : Trace(k) / (scatters.Rows[k] * scatters.Features);
        }

        double settled = Settled;
        for (int round = 0; round < MostRounds; round++)
        {
            SetShape();
            double change = 0;
            for (int k = 0; k < Values.Length; k++)
            {
                double next = Quotient(k) / (scatters.Rows[k] * scatters.Features);
                change = Math.Max(change, Math.Abs(Math.Log(next / Values[k])));
                Values[k] = next;
            }

            if (!(change > settled))
            {
                break;
            }

            settled = round > 0 || change > Near || scatters.IsArbitrary ? settled : Math.Max(Settled, NearEnough * change);
        }

        SetShape();
    }

    /// <summary>The shape given the volumes, its determinant 1.</summary>
    protected abstract void SetShape();

    /// <summary>tr(WₖA⁻¹) for the shape.</summary>
    protected abstract double Quotient(int component);

    /// <summary>tr(Wₖ).</summary>
    protected abstract double Trace(int component);
}

/// <summary>The alternation where each scatter is a diagonal: along the axes, or along its own.</summary>
internal sealed class DiagonalVolumes(ScatterSet scatters, double[][] diagonals) : Volumes(scatters)
{
    /// <summary>A.</summary>
    public double[] Shape { get; } = new double[scatters.Features];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SetShape()
    {
        double logarithms = 0;
        for (int j = 0; j < Shape.Length; j++)
        {
            double sum = 0;
            for (int k = 0; k < diagonals.Length; k++)
            {
                sum += diagonals[k][j] / Values[k];
            }

            Shape[j] = sum;
            logarithms += Math.Log(sum);
        }

        double root = Math.Exp(logarithms / Shape.Length);
        for (int j = 0; j < Shape.Length; j++)
        {
            Shape[j] /= root;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override double Quotient(int component)
    {
        double sum = 0;
        for (int j = 0; j < Shape.Length; j++)
        {
            sum += diagonals[component][j] / Shape[j];
        }

        return sum;
    }

    protected override double Trace(int component) => diagonals[component].Sum();
}
