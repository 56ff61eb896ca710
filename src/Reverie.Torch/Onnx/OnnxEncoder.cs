namespace Reverie.Torch.Onnx;

/// <summary>Puts a graph into the messages of onnx.proto; the numbers are its field numbers.</summary>
internal static class OnnxEncoder
{
    private const int IrVersion = 8; // The format in which opset 17 appeared.
    private const string Producer = "Reverie";

    public static ProtoMessage Model(OnnxGraph graph, string version) => new ProtoMessage()
        .Integer(1, IrVersion)
        .Text(2, Producer)
        .Text(3, version)
        .Message(7, Graph(graph))
        .Message(8, new ProtoMessage().Text(1, "").Integer(2, OnnxGraph.Opset))
        .Messages(14, graph.Properties.Select(property => new ProtoMessage().Text(1, property.Key).Text(2, property.Value)));

    private static ProtoMessage Graph(OnnxGraph graph) => new ProtoMessage()
        .Messages(1, graph.Nodes.Select(Node))
        .Text(2, graph.Name)
        .Messages(5, graph.Initializers.Select(Initializer))
        .Messages(11, graph.Inputs.Select(Port))
        .Messages(12, graph.Outputs.Select(Port));

    private static ProtoMessage Node(OnnxNode node) => new ProtoMessage()
        .Texts(1, node.Inputs)
        .Texts(2, node.Outputs)
        .Text(3, node.Name)
        .Text(4, node.Operator)
        .Messages(5, node.Attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));

    // The last field is the kind of the attribute: 1 a float, 2 an integer, 3 a text, 7 integers.
    private static ProtoMessage Attribute(string name, object value) => value switch
    {
        double real => new ProtoMessage().Text(1, name).Real(2, (float)real).Integer(20, 1),
        int integer => new ProtoMessage().Text(1, name).Integer(3, integer).Integer(20, 2),
        long integer => new ProtoMessage().Text(1, name).Integer(3, integer).Integer(20, 2),
        string text => new ProtoMessage().Text(1, name).Text(4, text).Integer(20, 3),
        long[] integers => new ProtoMessage().Text(1, name).Integers(8, integers).Integer(20, 7),
        _ => throw new ArgumentException($"The attribute '{name}' is a {value.GetType().Name}; give a double, int, long, string or long[].", nameof(value)),
    };

    private static ProtoMessage Initializer(OnnxInitializer tensor) => new ProtoMessage()
        .Integers(1, tensor.Shape)
        .Integer(2, (int)tensor.Type)
        .Text(8, tensor.Name)
        .Bytes(9, tensor.Data);

    private static ProtoMessage Port(OnnxPort port)
    {
        var shape = new ProtoMessage().Messages(1, port.Shape.Select(size =>
            size.Name is { } name ? new ProtoMessage().Text(2, name) : new ProtoMessage().Integer(1, size.Value)));
        var type = new ProtoMessage().Message(1, new ProtoMessage().Integer(1, (int)port.Type).Message(2, shape));
        return new ProtoMessage().Text(1, port.Name).Message(2, type);
    }
}
