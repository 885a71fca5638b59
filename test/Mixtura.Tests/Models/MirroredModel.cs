using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Tests.Models;

/// <summary>A place on a line.</summary>
public sealed record Place(double X);

/// <summary>The bound −½x² a row, of which EM halves x; every leap goes to −x, where the bound has the same bits, whatever it promised.</summary>
public sealed class MirroredModel : IAcceleratedModel<Place, Sums>
{
    public Sums CreateStatistics(Place model) => new(1);

    public double Expect(Place model, RowBlock rows, Sums statistics)
    {
        statistics[0] += rows.Count;
        return -0.5 * model.X * model.X * rows.Count;
    }

    public Place Maximize(Place current, Sums statistics) => new(current.X / 2);

    public int TangentLength(Place model) => 1;

    public void Gradient(Place model, Sums statistics, Span<double> gradient) => gradient[0] = -model.X / 2;

    public void Tangent(Place model, Place other, Span<double> tangent) => tangent[0] = other.X - model.X;

    public Place Retract(Place model, ReadOnlySpan<double> tangent) => new(-model.X);

    public double StepSize(Place model, ReadOnlySpan<double> tangent) => 0;
}
