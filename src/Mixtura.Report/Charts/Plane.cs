using Mixtura.Mixtures;

namespace Mixtura.Report.Charts;

/// <summary>What a picture of two axes looks along: two features, or two coordinates of a projection.</summary>
/// <param name="AcrossField">The rows' field that goes across.</param>
/// <param name="UpField">The one that goes up.</param>
/// <param name="AcrossName">What the axis across is called.</param>
/// <param name="UpName">What the other one is called.</param>
/// <param name="Across">From where to where it goes.</param>
/// <param name="Up">The same of the other.</param>
/// <param name="Seen">A mixture over all features, as it is on the plane.</param>
internal sealed record Plane(string AcrossField, string UpField, string AcrossName, string UpName, PlotRange Across, PlotRange Up, Func<Mixture, Mixture> Seen)
{
    /// <summary>The plane of two features.</summary>
    public static Plane Of(ReportView view, FeaturePair pair) => new(
        RowData.FieldOf(pair.Across), RowData.FieldOf(pair.Up), view.Names[pair.Across], view.Names[pair.Up], PlotRange.Of(view, pair.Across), PlotRange.Of(view, pair.Up),
        mixture => mixture.Marginal(pair.Across, pair.Up));
}
