using System.Runtime.CompilerServices;

namespace Reverie.Torch.Native;

/// <summary>Calls operators. A call allocates nothing but its result.</summary>
public static unsafe class Aten
{
    private const int MostResults = 8;

    /// <summary>Calls an operator that returns one tensor.</summary>
    public static Tensor Call(Operator op, params ReadOnlySpan<Value> args)
    {
        Value result = default;
        Invoke(op, args, &result, 1);
        return Tensor.Own(result.Pointer);
    }

    /// <summary>Calls an operator for its effect; a returned alias of an argument is released.</summary>
    public static void Run(Operator op, params ReadOnlySpan<Value> args)
    {
        var results = stackalloc Value[MostResults];
        int count = Invoke(op, args, results, MostResults);
        for (int i = 0; i < count; i++)
        {
            if (results[i].Tag == ValueTag.Tensor)
                NativeMethods.rv_release(results[i].Pointer);
            else if (results[i].Tag == ValueTag.TensorList)
                NativeMethods.rv_release_many((nint*)results[i].Pointer, results[i].Count);
        }
    }

    /// <summary>Calls an operator that returns several tensors; an undefined one comes back as null.</summary>
    public static Tensor?[] CallMany(Operator op, params ReadOnlySpan<Value> args)
    {
        var results = stackalloc Value[MostResults];
        int count = Invoke(op, args, results, MostResults);
        var tensors = new Tensor?[count];
        for (int i = 0; i < count; i++)
            tensors[i] = results[i].Pointer == 0 ? null : Tensor.Own(results[i].Pointer);
        return tensors;
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    public static (Tensor First, Tensor Second) CallPair(Operator op, params ReadOnlySpan<Value> args)
    {
        var results = stackalloc Value[MostResults];
        int count = Invoke(op, args, results, MostResults);
        var first = Tensor.Own(results[0].Pointer);
        var second = Tensor.Own(results[1].Pointer);
        for (int i = 2; i < count; i++)
        {
            if (results[i].Tag == ValueTag.Tensor)
                NativeMethods.rv_release(results[i].Pointer);
        }
        return (first, second);
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    public static Tensor[] CallList(Operator op, params ReadOnlySpan<Value> args)
    {
        Value result = default;
        Invoke(op, args, &result, 1);
        var handles = new ReadOnlySpan<nint>((void*)result.Pointer, result.Count);
        var tensors = new Tensor[handles.Length];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = Tensor.Own(handles[i]);
        return tensors;
    }

    /// <summary>Calls an operator that returns a number or a truth value (1 or 0).</summary>
    public static double CallScalar(Operator op, params ReadOnlySpan<Value> args)
    {
        Value result = default;
        Invoke(op, args, &result, 1);
        return result.Tag == ValueTag.Double ? result.Real : result.Integer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Invoke(Operator op, ReadOnlySpan<Value> args, Value* results, int capacity)
    {
        int count;
        fixed (Value* first = args)
        {
            if (NativeMethods.rv_call(op.Handle, first, args.Length, results, capacity, &count) != 0)
                NativeMethods.Check(1, op.Name);
        }
        return count;
    }
}
