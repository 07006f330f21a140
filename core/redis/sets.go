package redis

// SAdd adds members to a set, which it makes where there is none, and gives
// how many are new.
func (tx *Tx) SAdd(key []byte, members ...[]byte) (added int, err error) {
	if err := tx.fit(members...); err != nil {
		return 0, err
	}
	o, err := tx.write(key, KindSet)
	if err != nil || len(members) == 0 {
		return 0, err
	}
	if o == nil {
		o = &object{kind: KindSet, set: &set{}}
		tx.add(key, o)
	}
	for _, m := range members {
		if o.set.add(m, tx.Encodings().SetMaxIntsetEntries) {
			added++
		}
	}
	if added > 0 {
		tx.changed(key, "sadd")
	}
	return added, nil
}

// SRem removes members and gives how many were there.
func (tx *Tx) SRem(key []byte, members ...[]byte) (removed int, err error) {
	o, err := tx.write(key, KindSet)
	if o == nil {
		return 0, err
	}
	for _, m := range members {
		if o.set.remove(m) {
			removed++
		}
	}
	if removed > 0 {
		tx.shrunk(key, o, "srem")
	}
	return removed, nil
}

// SMove moves a member from one set to another and reports whether it was in
// the first.
func (tx *Tx) SMove(src, dst, member []byte) (moved bool, err error) {
	source := tx.lookup(src)
	target := tx.lookup(dst)
	switch {
	case source == nil:
		return false, nil
	case source.kind != KindSet || target != nil && target.kind != KindSet:
		return false, ErrWrongType
	case source == target || !source.set.has(member):
		return source.set.has(member), nil
	}
	source.set.remove(member)
	tx.shrunk(src, source, "srem")
	if target == nil {
		target = &object{kind: KindSet, set: &set{}}
		tx.add(dst, target)
	}
	if target.set.add(member, tx.Encodings().SetMaxIntsetEntries) {
		tx.changed(dst, "sadd")
	}
	return true, nil
}

// SIsMember reports whether member is in the set.
func (tx *Tx) SIsMember(key, member []byte) (bool, error) {
	o, err := tx.read(key, KindSet)
	return o != nil && o.set.has(member), err
}

// SMIsMember is SIsMember for several at once.
func (tx *Tx) SMIsMember(key []byte, members ...[]byte) ([]bool, error) {
	o, err := tx.read(key, KindSet)
	if err != nil {
		return nil, err
	}
	in := make([]bool, len(members))
	for i, m := range members {
		in[i] = o != nil && o.set.has(m)
	}
	return in, nil
}

// SCard is the number of members.
func (tx *Tx) SCard(key []byte) (int, error) {
	o, err := tx.read(key, KindSet)
	return o.size(), err
}

// SMembers gives all members, integers in their order, others in any.
func (tx *Tx) SMembers(key []byte) ([]string, error) {
	o, err := tx.read(key, KindSet)
	if o == nil {
		return nil, err
	}
	return collect(o.set), nil
}

func collect(s *set) []string {
	members := make([]string, 0, s.len())
	for m := range s.all {
		members = append(members, m)
	}
	return members
}

// SPop takes a random member out and gives it; ok is false where there is no
// such key.
func (tx *Tx) SPop(key []byte) (member string, ok bool, err error) {
	members, err := tx.SPopN(key, 1)
	if len(members) == 0 {
		return "", false, err
	}
	return members[0], true, nil
}

// SPopN takes up to count random members out.
func (tx *Tx) SPopN(key []byte, count int64) ([]string, error) {
	if count < 0 {
		return nil, ErrNotPositive
	}
	o, err := tx.write(key, KindSet)
	if o == nil || count == 0 {
		return nil, err
	}
	var members []string
	if count >= int64(o.set.len()) {
		members, o.set = collect(o.set), &set{}
	} else {
		members = make([]string, count)
		for i := range members {
			members[i] = o.set.takeAt(tx.db.random.IntN(o.set.len()))
		}
	}
	tx.shrunk(key, o, "spop")
	return members, nil
}

// SRandMember gives a random member; ok is false where there is no such key.
func (tx *Tx) SRandMember(key []byte) (member string, ok bool, err error) {
	o, err := tx.read(key, KindSet)
	if o == nil {
		return "", false, err
	}
	return o.set.at(tx.db.random.IntN(o.set.len())), true, nil
}

// SRandMembers gives up to count different random members; with a negative
// count exactly -count, among which the same may come several times.
func (tx *Tx) SRandMembers(key []byte, count int64) ([]string, error) {
	o, err := tx.read(key, KindSet)
	if o == nil {
		return nil, err
	}
	places, err := tx.pick(o.set.len(), count)
	if err != nil {
		return nil, err
	}
	members := make([]string, len(places))
	for i, at := range places {
		members[i] = o.set.at(at)
	}
	return members, nil
}
