namespace Mixtura.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Columns">The length of a row; null where there is one number a row.</param>
/// <param name="Description">What it is.</param>
internal sealed record OnnxPort(string Name, OnnxType Type, int? Columns, string Description);

/// <summary>A graph as a file: ONNX's ModelProto, for operator set 18.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Name">The graph's name.</param>
/// <param name="Description">What the model is.</param>
/// <param name="Metadata">What else there is to know, by key.</param>
internal sealed record OnnxModel(
    OnnxGraph Graph, IReadOnlyList<OnnxPort> Inputs, IReadOnlyList<OnnxPort> Outputs, string Name, string Description, IReadOnlyList<(string Key, string Value)> Metadata)
{
    private const int OperatorSet = 18;

    // the version of the format that came with the operator set (ONNX 1.13)
    private const int FormatVersion = 8;

    private const string Batch = "N";
    private const int WholeNumber = 2;
    private const int WholeNumbers = 7;

    /// <summary>The bytes of the file. Fields are those of ModelProto.</summary>
    public byte[] ToArray() => new ProtobufMessage()
        .Add(1, FormatVersion)
        .Add(2, "mixtura")
        .Add(3, typeof(OnnxModel).Assembly.GetName().Version?.ToString(3) ?? "0.0.0")
        .Add(6, Description)
        .Add(7, OfGraph())
        .Add(8, new ProtobufMessage().Add(1, string.Empty).Add(2, OperatorSet))
        .AddAll(14, Metadata, static entry => new ProtobufMessage().Add(1, entry.Key).Add(2, entry.Value))
        .ToArray();

    // GraphProto
    private ProtobufMessage OfGraph() => new ProtobufMessage()
        .AddAll(1, Graph.Nodes, Of)
        .Add(2, Name)
        .AddAll(5, Graph.Tensors, Of)
        .AddAll(11, Inputs, Of)
        .AddAll(12, Outputs, Of);

    // NodeProto
    private static ProtobufMessage Of(OnnxNode node)
    {
        var message = new ProtobufMessage();
        foreach (string input in node.Inputs)
        {
            message.Add(1, input);
        }

        return message.Add(2, node.Output).Add(4, node.Operator).AddAll(5, node.Attributes, Of);
    }

    // AttributeProto
    private static ProtobufMessage Of((string Name, long[] Values, bool IsList) attribute)
    {
        var message = new ProtobufMessage().Add(1, attribute.Name).Add(20, attribute.IsList ? WholeNumbers : WholeNumber);
        foreach (long value in attribute.Values)
        {
            message.Add(attribute.IsList ? 8 : 3, value);
        }

        return message;
    }

    // TensorProto
    private static ProtobufMessage Of(OnnxTensor tensor)
    {
        var message = new ProtobufMessage();
        foreach (int length in tensor.Shape)
        {
            message.Add(1, length);
        }

        return message.Add(2, (long)tensor.Type).Add(8, tensor.Name).Add(9, tensor.Content);
    }

    // ValueInfoProto of a tensor type, its shape [N] or [N, columns]
    private static ProtobufMessage Of(OnnxPort port)
    {
        var shape = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, Batch));
        if (port.Columns is { } columns)
        {
            shape.Add(1, new ProtobufMessage().Add(1, columns));
        }

        var type = new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (long)port.Type).Add(2, shape));
        return new ProtobufMessage().Add(1, port.Name).Add(2, type).Add(3, port.Description);
    }
}
