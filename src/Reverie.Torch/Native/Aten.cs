using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Reverie.Torch.Native;

/// <summary>Calls operators. A call allocates nothing but its result.</summary>
public static unsafe class Aten
{
    private const int MostResults = 8;
    private const int FewArguments = 16;

    /// <summary>Calls an operator that returns one tensor.</summary>
    public static Tensor Call(Operator op, params ReadOnlySpan<Value> args)
    {
        NativeValue result = default;
        int count = Invoke(op, args, &result, 1);
        if (result.Tag != ValueTag.Tensor)
            Refuse(op, &result, count, "one tensor");
        return Tensor.Own(result.Pointer);
    }

    /// <summary>Calls an operator for its effect; a returned alias of an argument is released.</summary>
    public static void Run(Operator op, params ReadOnlySpan<Value> args)
    {
        var results = stackalloc NativeValue[MostResults];
        int count = Invoke(op, args, results, MostResults);
        Release(results, count);
    }

    /// <summary>Calls an operator that returns several tensors; an undefined one comes back as null.</summary>
    public static Tensor?[] CallMany(Operator op, params ReadOnlySpan<Value> args)
    {
        var results = stackalloc NativeValue[MostResults];
        int count = Invoke(op, args, results, MostResults);
        for (int i = 0; i < count; i++)
        {
            if (results[i].Tag is not (ValueTag.Tensor or ValueTag.None))
                Refuse(op, results, count, "several tensors");
        }
        var tensors = new Tensor?[count];
        for (int i = 0; i < count; i++)
            tensors[i] = results[i].Pointer == 0 ? null : Tensor.Own(results[i].Pointer);
        return tensors;
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    public static (Tensor First, Tensor Second) CallPair(Operator op, params ReadOnlySpan<Value> args)
    {
        var results = stackalloc NativeValue[MostResults];
        int count = Invoke(op, args, results, MostResults);
        if (count < 2 || results[0].Tag != ValueTag.Tensor || results[1].Tag != ValueTag.Tensor)
            Refuse(op, results, count, "two tensors");
        Release(results + 2, count - 2);
        return (Tensor.Own(results[0].Pointer), Tensor.Own(results[1].Pointer));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    public static Tensor[] CallList(Operator op, params ReadOnlySpan<Value> args)
    {
        NativeValue result = default;
        int count = Invoke(op, args, &result, 1);
        if (result.Tag != ValueTag.TensorList)
            Refuse(op, &result, count, "a list of tensors");
        var handles = new ReadOnlySpan<nint>((void*)result.Pointer, result.Count);
        var tensors = new Tensor[handles.Length];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = Tensor.Own(handles[i]);
        return tensors;
    }

    /// <summary>Calls an operator that returns a number or a truth value (1 or 0).</summary>
    public static double CallScalar(Operator op, params ReadOnlySpan<Value> args)
    {
        NativeValue result = default;
        int count = Invoke(op, args, &result, 1);
        if (result.Tag is not (ValueTag.Double or ValueTag.Int or ValueTag.Bool))
            Refuse(op, &result, count, "one number");
        return result.Tag == ValueTag.Double ? result.Real : result.Integer;
    }

    private static void Release(NativeValue* results, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (results[i].Tag == ValueTag.Tensor)
                NativeMethods.rv_release(results[i].Pointer);
            else if (results[i].Tag == ValueTag.TensorList)
                NativeMethods.rv_release_many((nint*)results[i].Pointer, results[i].Count);
        }
    }

    [DoesNotReturn, StackTraceHidden]
    private static void Refuse(Operator op, NativeValue* results, int count, string wanted)
    {
        string given = string.Join(", ", new ReadOnlySpan<NativeValue>(results, count).ToArray().Select(result => result.Tag));
        Release(results, count);
        throw new TorchException($"{op.Name} gives {(count == 0 ? "nothing" : given)} where {wanted} is wanted; use the call that fits.");
    }

    [SkipLocalsInit]
    private static int Invoke(Operator op, ReadOnlySpan<Value> args, NativeValue* results, int capacity)
    {
        nint handle = op.Handle;
        var few = stackalloc NativeValue[FewArguments];
        var given = args.Length <= FewArguments ? few : (NativeValue*)ListRing.Take((long)args.Length * sizeof(NativeValue));
        int count, status;
        var thread = CallingThread.Enter();
        try
        {
            for (int i = 0; i < args.Length; i++)
                given[i] = args[i].Borrow();
            status = NativeMethods.rv_call(handle, given, args.Length, results, capacity, &count);
        }
        finally
        {
            thread.Leave();
        }
        if (status != 0)
            NativeMethods.Check(1, op.Name);
        return count;
    }
}
