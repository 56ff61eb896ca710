namespace Reverie.Torch.Onnx;

public sealed partial class OnnxValue
{
    public static OnnxValue operator +(OnnxValue a, OnnxValue b) => a.Call("Add", [b]);

    public static OnnxValue operator +(OnnxValue a, double b) => a + a.Graph.Constant(b);

    public static OnnxValue operator -(OnnxValue a, OnnxValue b) => a.Call("Sub", [b]);

    public static OnnxValue operator -(OnnxValue a, double b) => a - a.Graph.Constant(b);

    public static OnnxValue operator *(OnnxValue a, OnnxValue b) => a.Call("Mul", [b]);

    public static OnnxValue operator *(OnnxValue a, double b) => a * a.Graph.Constant(b);

    public static OnnxValue operator /(OnnxValue a, double b) => a.Call("Div", [a.Graph.Constant(b)]);

    public OnnxValue MatMul(OnnxValue other) => Call("MatMul", [other]);

    /// <summary>The value as float32.</summary>
    public OnnxValue Float() => Call("Cast", ("to", (int)OnnxType.Float32));

    public OnnxValue Clamp(double low, double high) => Call("Clip", [Graph.Constant(low), Graph.Constant(high)]);

    public OnnxValue Square() => this * this;

    /// <summary>Sums over one dimension, which goes.</summary>
    public OnnxValue Sum(int dim) => Call("ReduceSum", [Graph.Constant((long)dim)], ("keepdims", 0));

    /// <summary>The index of the least element along a dimension, which goes; integers.</summary>
    public OnnxValue ArgMin(int dim) => Call("ArgMin", ("axis", dim), ("keepdims", 0));

    public OnnxValue Softmax(int dim) => Call("Softmax", ("axis", dim));

    public OnnxValue Relu() => Call("Relu");

    public OnnxValue Sigmoid() => Call("Sigmoid");

    public OnnxValue Tanh() => Call("Tanh");

    /// <summary>x sigmoid(x).</summary>
    public OnnxValue Silu() => this * Sigmoid();
}
