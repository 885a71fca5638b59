namespace Mixtura.Onnx;

#pragma warning disable CA1720 // the format's own names of its types

/// <summary>The numbers that an ONNX model reads, computes with and gives.</summary>
public enum OnnxPrecision
{
    /// <summary>Double precision: the figures of this library to the last few bits.</summary>
    Double,

    /// <summary>Single precision, which many tools and accelerators want: half the size, about six digits.</summary>
    Float,
}
