using Reverie.Algorithms.Ppo.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>What the networks see of so many steps, in buffers that are made once.</summary>
internal sealed class InputRows : IDisposable
{
    private readonly InputLayout _layout;
    private readonly MissionTable? _table;
    private readonly Device _device;
    private readonly Tensor? _symbols, _numbers, _frames;
    private readonly long[] _missions;

    /// <param name="layout">Which observations go where.</param>
    /// <param name="rows">How many steps.</param>
    /// <param name="table">Numbers the missions; null where nobody reads them.</param>
    /// <param name="device">Where the networks are.</param>
    internal InputRows(InputLayout layout, int rows, MissionTable? table, Device device)
    {
        (_layout, _table, _device) = (layout, table, device);
        _missions = new long[table is null ? 0 : rows];
        using var scope = new TensorScope();
        if (layout.SymbolCount > 0)
            _symbols = Tensor.Zeros([rows, layout.SymbolCount], ScalarType.UInt8).KeepAlive();
        if (layout.NumberCount > 0)
            _numbers = Tensor.Zeros([rows, layout.NumberCount]).KeepAlive();
        if (layout.Frame is { } frame)
            _frames = Tensor.Zeros([rows, .. frame.Spec.Shape.Select(size => (long)size)], ScalarType.UInt8).KeepAlive();
    }

    /// <summary>The numbers of a row, for those who normalise them.</summary>
    internal Span<float> Numbers(int row) => _numbers is null ? [] : _numbers.Data<float>().Slice(row * _layout.NumberCount, _layout.NumberCount);

    /// <summary>Missions have lost their numbers.</summary>
    internal void Forget() => Array.Clear(_missions);

    /// <summary>Copies what one environment shows.</summary>
    /// <param name="row">Where to.</param>
    /// <param name="seen">Observations or last observations.</param>
    /// <param name="texts">Their texts.</param>
    /// <param name="environment">Which environment.</param>
    internal void Write(int row, IReadOnlyList<ArrayRows> seen, IReadOnlyList<string[]> texts, int environment)
    {
        if (_frames is not null)
        {
            int size = _layout.Frame!.Value.Spec.ByteLength;
            seen[_layout.Frame.Value.Index].Row(environment).CopyTo(_frames.Data<byte>().Slice(row * size, size));
        }
        if (_symbols is not null)
            WriteSymbols(_symbols.Data<byte>().Slice(row * _layout.SymbolCount, _layout.SymbolCount), seen, environment);
        if (_numbers is not null)
        {
            var numbers = Numbers(row);
            foreach (var (index, count) in _layout.Numbers)
            {
                seen[index].Row<float>(environment).CopyTo(numbers);
                numbers = numbers[count..];
            }
        }
        if (_table is not null)
            _missions[row] = _table.NumberOf(texts[_layout.Mission!.Value][environment]);
    }

    /// <summary>Copies rows of another buffer.</summary>
    internal void Write(int row, InputRows other, int count)
    {
        Copy<byte>(_symbols, other._symbols, _layout.SymbolCount);
        Copy<float>(_numbers, other._numbers, _layout.NumberCount);
        Copy<byte>(_frames, other._frames, _layout.Frame?.Spec.ByteLength ?? 0);
        if (_table is not null)
            other._missions.AsSpan(0, count).CopyTo(_missions.AsSpan(row));

        void Copy<T>(Tensor? to, Tensor? from, int size) where T : unmanaged => from?.Data<T>()[..(count * size)].CopyTo(to!.Data<T>()[(row * size)..]);
    }

    /// <summary>All rows.</summary>
    internal PpoInputs All() => Make(_symbols, _numbers, _frames, _missions);

    /// <summary>Rows of these indices [B].</summary>
    internal PpoInputs Select(Tensor rows) => Make(
        _symbols?.IndexSelect(0, rows), _numbers?.IndexSelect(0, rows), _frames?.IndexSelect(0, rows),
        _table is null ? [] : Array.ConvertAll(rows.ToArray<long>(), row => _missions[row]));

    public void Dispose()
    {
        _symbols?.Dispose();
        _numbers?.Dispose();
        _frames?.Dispose();
    }

    private PpoInputs Make(Tensor? symbols, Tensor? numbers, Tensor? frames, long[] missions)
    {
        if (_table is null)
            return new(symbols?.To(_device), numbers?.To(_device), frames?.To(_device), null, null);
        var (words, places) = _table.Select(missions);
        return new(symbols?.To(_device), numbers?.To(_device), frames?.To(_device), words.To(_device), places.To(_device));
    }

    private void WriteSymbols(Span<byte> to, IReadOnlyList<ArrayRows> seen, int environment)
    {
        foreach (var (index, count) in _layout.Symbols)
        {
            if (seen[index].Spec.Type == ElementType.UInt8)
            {
                seen[index].Row(environment).CopyTo(to);
            }
            else
            {
                var integers = seen[index].Row<long>(environment);
                for (int i = 0; i < count; i++)
                    to[i] = (byte)integers[i];
            }
            to = to[count..];
        }
    }
}
