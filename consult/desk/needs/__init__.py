"""The pages of needs: ranked, by place, one by one; and the taxonomy they are read with."""
