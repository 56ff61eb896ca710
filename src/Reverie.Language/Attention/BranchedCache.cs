using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Attention;

/// <summary>
/// Many ways to go on from shared pasts: each branch continues a row of a cache behind one of its steps. The keys and values of the past are
/// neither copied nor changed; a branch has its own ones for what it reads itself, and these keep their history. One step a call.
/// </summary>
public sealed class BranchedCache : IBackboneState
{
    private const double Hidden = -1e30;

    private readonly KeyValueCache _past;
    private readonly List<Tensor> _keys = [];
    private readonly List<Tensor> _values = [];
    private long[] _rows;
    private long[] _lengths;
    private long[] _firsts;
    private Groups? _groups;

    /// <param name="past">What was read; it must stay as it is for as long as its branches are used.</param>
    /// <param name="rows">The row that each branch continues, [N].</param>
    /// <param name="lengths">How many of the row's steps it has behind it, [N].</param>
    public BranchedCache(KeyValueCache past, long[] rows, long[] lengths) => (_past, _rows, _lengths, _firsts) = (past, rows, lengths, new long[rows.Length]);

    public long Batch => _rows.Length;

    /// <summary>Steps since the branching.</summary>
    public long Length { get; private set; }

    public bool CarriesGradients => true;

    public bool RowsDiffer => true;

    public Tensor Positions() => Tensor.From([.. _lengths.Zip(_firsts, (length, first) => length + Length - first)]).To(_past.Positions().Device);

    public void Detach()
    {
        foreach (var list in (List<Tensor>[])[_keys, _values])
        {
            for (int i = 0; i < list.Count; i++)
                Replace(list, i, list[i].Detach());
        }
    }

    public void Clear()
    {
        Dispose();
        Array.Clear(_lengths);
        Array.Clear(_firsts);
        Length = 0;
    }

    public void Reset(Tensor rows)
    {
        using var scope = new TensorScope();
        foreach (long row in Indices(rows))
            (_lengths[row], _firsts[row]) = (0, Length);
        Regroup();
    }

    public void SelectRows(Tensor rows)
    {
        using var scope = new TensorScope();
        long[] indices = Indices(rows);
        (_rows, _lengths, _firsts) = (Chosen(_rows), Chosen(_lengths), Chosen(_firsts));
        Regroup();
        var index = Tensor.From(indices);
        foreach (var list in (List<Tensor>[])[_keys, _values])
        {
            for (int i = 0; i < list.Count; i++)
                Replace(list, i, list[i].IndexSelect(0, index.To(list[i].Device)));
        }

        long[] Chosen(long[] all) => [.. indices.Select(at => all[at])];
    }

    public IBackboneState Clone()
    {
        var copy = new BranchedCache(_past, [.. _rows], [.. _lengths]) { _firsts = [.. _firsts], Length = Length };
        copy._keys.AddRange(_keys.Select(keys => keys.Clone().KeepAlive()));
        copy._values.AddRange(_values.Select(values => values.Clone().KeepAlive()));
        return copy;
    }

    /// <inheritdoc/>
    /// <remarks>The past is not part of it.</remarks>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor>
        {
            ["length"] = Tensor.From([Length]),
            ["rows"] = Tensor.From(_rows),
            ["lengths"] = Tensor.From(_lengths),
            ["firsts"] = Tensor.From(_firsts),
        };
        for (int i = 0; i < _keys.Count; i++)
            (result[$"{i}.keys"], result[$"{i}.values"]) = (_keys[i].Detach(), _values[i].Detach());
        return result;
    }

    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (string name in (string[])["length", "rows", "lengths", "firsts"])
        {
            if (!state.ContainsKey(name))
                throw new TorchException($"The saved state lacks '{name}', which {nameof(BranchedCache)} needs.");
        }
        Clear();
        Length = state["length"].ItemInt64();
        (_rows, _lengths, _firsts) = (state["rows"].ToArray<long>(), state["lengths"].ToArray<long>(), state["firsts"].ToArray<long>());
        for (int i = 0; state.TryGetValue($"{i}.keys", out var keys); i++)
        {
            _keys.Add(keys.Clone().KeepAlive());
            _values.Add(state[$"{i}.values"].Clone().KeepAlive());
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _keys.Concat(_values))
            tensor.Dispose();
        _keys.Clear();
        _values.Clear();
        Regroup();
    }

    /// <summary>Counts a step that all layers have taken in.</summary>
    internal void Advance() => Length++;

    /// <summary>Attention of one layer over the shared past and each branch's own steps, the new one included.</summary>
    /// <param name="layer">Which.</param>
    /// <param name="q">[N, H, 1, d]</param>
    /// <param name="k">[N, Hkv, 1, d]</param>
    /// <param name="v">[N, Hkv, 1, d]</param>
    /// <param name="scale">Factor on the scores.</param>
    /// <returns>[N, 1, H d]</returns>
    internal Tensor Attend(int layer, Tensor q, Tensor k, Tensor v, double scale)
    {
        if (q.Size(2) != 1 || q.Size(0) != Batch)
            throw new ArgumentException($"Branches go on by one step at a time, all {Batch} of them; give [{Batch}, 1, ...].");
        var groups = _groups ??= new Groups(_rows, _lengths, _past.Batch, _past.Length, q.Device);
        var (keys, values) = (Append(_keys, layer, k), Append(_values, layer, v)); // [N, Hkv, s, d]
        long heads = k.Size(1), size = q.Size(3);
        var queries = (q * scale).View(Batch, heads, -1, size); // [N, Hkv, g, d]
        var before = groups.Multiply(queries, _past.Keys(layer).T).MaskedFill(groups.Hidden, Hidden); // [N, Hkv, g, S]
        var since = queries.MatMul(keys.T); // [N, Hkv, g, s]
        if (_firsts.Any(first => first > 0))
            since = since.MaskedFill(Forgotten(since), Hidden);
        var shares = Tensor.Cat([before, since], -1).Softmax(-1);
        long past = before.Size(-1);
        var sum = groups.Multiply(shares.Narrow(-1, 0, past), _past.Values(layer)) + shares.Narrow(-1, past, since.Size(-1)).MatMul(values);
        return sum.View(Batch, 1, -1);
    }

    private void Regroup()
    {
        _groups?.Dispose();
        _groups = null;
    }

    private Tensor Forgotten(Tensor scores) =>
        Tensor.Arange(Length + 1, scores.Device).Lt(Tensor.From(_firsts, Batch, 1).To(scores.Device)).View(Batch, 1, 1, -1);

    private static Tensor Append(List<Tensor> list, int layer, Tensor fresh)
    {
        if (layer == list.Count)
            list.Add(fresh.Contiguous().Clone().KeepAlive());
        else
            Replace(list, layer, Tensor.Cat([list[layer], fresh], 2));
        return list[layer];
    }

    private static void Replace(List<Tensor> list, int index, Tensor tensor)
    {
        var before = list[index];
        list[index] = tensor.KeepAlive();
        before.Dispose();
    }

    private long[] Indices(Tensor rows) => rows.DType == ScalarType.Bool
        ? [.. rows.ToArray<bool>().Index().Where(entry => entry.Item).Select(entry => (long)entry.Index)]
        : rows.Long().ToArray<long>();

    /// <summary>Branches by the row that they continue, so that each row's keys are multiplied once, with the queries of all its branches.</summary>
    private sealed class Groups : IDisposable
    {
        private readonly long _rows, _most;
        private readonly Tensor _members, _places;

        public Groups(long[] rows, long[] lengths, long count, long steps, Device device)
        {
            var lists = Enumerable.Range(0, (int)count).Select(_ => new List<long>()).ToArray();
            foreach (var (branch, row) in rows.Index())
                lists[row].Add(branch);
            (_rows, _most) = (count, lists.Max(list => list.Count));
            long[] members = new long[_rows * _most], places = new long[rows.Length];
            foreach (var (row, list) in lists.Index())
            {
                foreach (var (index, branch) in list.Index())
                    members[places[branch] = (row * _most) + index] = branch;
            }
            _members = Tensor.From(members).To(device).KeepAlive();
            _places = Tensor.From(places).To(device).KeepAlive();
            Hidden = Tensor.Arange(steps, device).Ge(Tensor.From(lengths, lengths.Length, 1).To(device)).View(lengths.Length, 1, 1, -1).KeepAlive();
        }

        /// <summary>True where a branch must not look, [N, 1, 1, S].</summary>
        public Tensor Hidden { get; }

        /// <param name="branches">[N, Hkv, g, a]</param>
        /// <param name="past">[R, Hkv, a, b]</param>
        /// <returns>[N, Hkv, g, b]</returns>
        public Tensor Multiply(Tensor branches, Tensor past)
        {
            long heads = branches.Size(1), group = branches.Size(2), inner = branches.Size(3), outer = past.Size(3);
            var rows = branches.IndexSelect(0, _members).View(_rows, _most, heads, group, inner).Transpose(1, 2).Reshape(_rows, heads, _most * group, inner);
            return rows.MatMul(past).View(_rows, heads, _most, group, outer).Transpose(1, 2).Reshape(_rows * _most, heads, group, outer)
                .IndexSelect(0, _places);
        }

        public void Dispose()
        {
            _members.Dispose();
            _places.Dispose();
            Hidden.Dispose();
        }
    }
}
