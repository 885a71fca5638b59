using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Online;

/// <summary>On-line EM of a mixture, the types out of sight.</summary>
internal interface IOnlineFit
{
    /// <summary>Whether missing cells can be integrated out.</summary>
    bool IntegratesMissing { get; }

    /// <summary>Whether rows are gathered still for the first M-step.</summary>
    bool IsWaiting { get; }

    /// <summary>Learns a batch; the mean log density before it was learnt, NaN where no row has weight.</summary>
    double Learn(IRowSource batch, CancellationToken cancellationToken);

    /// <summary>The same, apart from this.</summary>
    IOnlineFit Copy();

    /// <summary>The mixture so far, its components in canonical order.</summary>
    /// <param name="featureNames">D names, or none.</param>
    /// <param name="degeneracy">Why the last M-step was not made, or null if it was.</param>
    Mixture Mixture(IReadOnlyList<string> featureNames, out Degeneracy? degeneracy);
}
