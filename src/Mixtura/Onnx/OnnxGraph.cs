using System.Buffers.Binary;
using System.Globalization;
using Mixtura.Data;

namespace Mixtura.Onnx;

/// <summary>A value of a graph, by its name there.</summary>
internal readonly record struct OnnxValue(string Name);

/// <summary>A constant of a graph.</summary>
internal sealed record OnnxTensor(string Name, OnnxType Type, int[] Shape, byte[] Content);

/// <summary>One step of a graph: an operator of the standard set, its values by name and its attributes, whole numbers all.</summary>
internal sealed record OnnxNode(string Operator, string[] Inputs, string Output, (string Name, long[] Values, bool IsList)[] Attributes);

#pragma warning disable CA1720 // the format's own names of its types

/// <summary>Element types, by their numbers in the format.</summary>
internal enum OnnxType
{
    /// <summary>Single precision.</summary>
    Float = 1,

    /// <summary>64-bit whole numbers.</summary>
    Int64 = 7,

    /// <summary>Double precision.</summary>
    Double = 11,
}

/// <summary>A graph of standard ONNX operators as it is put together: constants, and nodes in the order in which they are computed.</summary>
/// <param name="precision">The numbers that it computes with.</param>
internal sealed class OnnxGraph(OnnxPrecision precision)
{
    // a protobuf message has at most 2 GiB; there is more than constants in it
    private const long MostBytes = int.MaxValue - (1L << 24);

    private readonly List<OnnxTensor> tensors = [];
    private readonly List<OnnxNode> nodes = [];
    private readonly Dictionary<string, OnnxValue> lists = new(StringComparer.Ordinal);
    private long bytes;

    /// <summary>The constants.</summary>
    public IReadOnlyList<OnnxTensor> Tensors => tensors;

    /// <summary>The steps.</summary>
    public IReadOnlyList<OnnxNode> Nodes => nodes;

    /// <summary>Whether numbers are single precision.</summary>
    public bool IsFloat => precision == OnnxPrecision.Float;

    /// <summary>The type of its numbers.</summary>
    public OnnxType Numbers => IsFloat ? OnnxType.Float : OnnxType.Double;

    /// <summary>One number.</summary>
    public OnnxValue Constant(double value) => Constant([value]);

    /// <summary>Numbers of a shape, the last index running fastest; no length for a single one.</summary>
    /// <exception cref="InputException">One is beyond single precision, or all of them are too many for the format.</exception>
    public OnnxValue Constant(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        int size = IsFloat ? sizeof(float) : sizeof(double);
        Count((long)values.Length * size);
        var content = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            var place = content.AsSpan(i * size);
            if (IsFloat)
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, Narrow(values[i]));
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(place, values[i]);
            }
        }

        return Add(Numbers, shape.ToArray(), content);
    }

    /// <summary>A list of whole numbers: axes, places. The same list is one constant.</summary>
    public OnnxValue List(params ReadOnlySpan<int> values)
    {
        string key = string.Join(',', values.ToArray());
        if (!lists.TryGetValue(key, out var value))
        {
            var content = new byte[values.Length * sizeof(long)];
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(i * sizeof(long)), values[i]);
            }

            lists[key] = value = Add(OnnxType.Int64, [values.Length], content);
        }

        return value;
    }

    /// <summary>An operator without attributes.</summary>
    public OnnxValue Apply(string name, params ReadOnlySpan<OnnxValue> inputs) => Add(name, null, inputs);

    /// <summary>The same, its result an output of this name.</summary>
    public OnnxValue Output(string output, string name, params ReadOnlySpan<OnnxValue> inputs) => Add(name, output, inputs);

    /// <summary>A reduction along one axis, which is there no more, or of length 1.</summary>
    public OnnxValue Reduce(string name, OnnxValue value, int axis, bool keepsAxis = false) =>
        Add(name, null, [value, List(axis)], Attribute("keepdims", keepsAxis ? 1 : 0));

    /// <summary>The place of the largest number of each row.</summary>
    public OnnxValue ArgMax(OnnxValue value, string output) => Add("ArgMax", output, [value], Attribute("axis", 1), Attribute("keepdims", 0));

    /// <summary>Some of the slices along an axis.</summary>
    public OnnxValue Gather(OnnxValue value, OnnxValue places, int axis) => Add("Gather", null, [value, places], Attribute("axis", axis));

    /// <summary>Several after one another; one as it is.</summary>
    public OnnxValue Concat(IReadOnlyList<OnnxValue> values, int axis) =>
        values.Count == 1 ? values[0] : Add("Concat", null, [.. values], Attribute("axis", axis));

    /// <summary>A matrix on its side.</summary>
    public OnnxValue Transpose(OnnxValue matrix) => Add("Transpose", null, [matrix], ("perm", [1, 0], true));

    /// <summary>Whole numbers of numbers.</summary>
    public OnnxValue ToWhole(OnnxValue value) => Add("Cast", null, [value], Attribute("to", (long)OnnxType.Int64));

    /// <summary>Whether a number is −∞.</summary>
    public OnnxValue IsNegativeInfinity(OnnxValue value) => Add("IsInf", null, [value], Attribute("detect_positive", 0));

    /// <summary>value − constants. In single precision what rounding takes from a constant is subtracted after it, so that nothing is lost where both are large and near each other.</summary>
    public OnnxValue Less(OnnxValue value, ReadOnlySpan<double> constants, params ReadOnlySpan<int> shape)
    {
        var difference = Apply("Sub", value, Constant(constants, shape));
        double[] rests = IsFloat ? Array.ConvertAll(constants.ToArray(), static one => one - (float)one) : [];
        return Array.Exists(rests, static rest => rest != 0) ? Apply("Sub", difference, Constant(rests, shape)) : difference;
    }

    /// <summary>log(1 + u): log s + (u − (s − 1))/s with s = 1 + u, which keeps the digits of small u.</summary>
    public OnnxValue Log1p(OnnxValue value)
    {
        var one = Constant(1);
        var sum = Apply("Add", value, one);
        var lost = Apply("Sub", value, Apply("Sub", sum, one));
        return Apply("Add", Apply("Log", sum), Apply("Div", lost, sum));
    }

    private static (string Name, long[] Values, bool IsList) Attribute(string name, long value) => (name, [value], false);

    private static float Narrow(double value)
    {
        float narrow = (float)value;
        return float.IsFinite(narrow) || !double.IsFinite(value)
            ? narrow
            : throw new InputException($"A parameter of the model, or what is computed of it, is {value}: more than single precision holds. Write the ONNX model in double precision, or fit data in other units.");
    }

    private OnnxValue Add(string name, string? output, ReadOnlySpan<OnnxValue> inputs, params (string Name, long[] Values, bool IsList)[] attributes)
    {
        var value = new OnnxValue(output ?? string.Create(CultureInfo.InvariantCulture, $"{name}_{nodes.Count}"));
        nodes.Add(new OnnxNode(name, Array.ConvertAll(inputs.ToArray(), static one => one.Name), value.Name, attributes));
        return value;
    }

    private OnnxValue Add(OnnxType type, int[] shape, byte[] content)
    {
        var value = new OnnxValue(string.Create(CultureInfo.InvariantCulture, $"c{tensors.Count}"));
        tensors.Add(new OnnxTensor(value.Name, type, shape, content));
        return value;
    }

    private void Count(long more)
    {
        bytes += more;
        if (bytes > MostBytes)
        {
            throw new InputException($"The model has more parameters than an ONNX file may hold, 2 GiB. Use {(IsFloat ? string.Empty : "single precision, ")}fewer components or features, or a structure with fewer parameters.");
        }
    }
}
