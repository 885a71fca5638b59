namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>A component's density and expected scale of rows of which only some features are observed, from the squared distance δ of those.</summary>
internal interface IPartialRow
{
    /// <summary>log π + log density: of a row in which nothing is observed log π.</summary>
    double LogJoint(double distance);

    /// <summary>u = E[1/s|x].</summary>
    double Precision(double distance);

    /// <summary>What else is expected of the scale.</summary>
    double Beside(double distance);
}
