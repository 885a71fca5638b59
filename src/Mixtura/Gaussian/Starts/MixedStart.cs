namespace Mixtura.Gaussian.Starts;

/// <summary>k-means++ and random rows by turns: what one is blind to, the other may find.</summary>
internal sealed class MixedStart() : Initialization("mixed")
{
    internal override GaussianParameters Start(StartContext context, ulong stream) =>
        (stream % 2 == 0 ? KMeansPlusPlus : RandomRows).Start(context, stream);
}
